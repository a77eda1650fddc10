import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { createAuthenticate } from '../../server/auth/authenticate.ts'
import { createPeopleDirectory } from '../../server/auth/people-directory.ts'
import { createTokenVerifier } from '../../server/auth/token-verifier.ts'
import { migratePostgres } from '../../server/db/migrate.ts'
import { type FileStore, openFileStore } from '../../server/files/file-store.ts'
import { createGateway } from '../../server/http/gateway.ts'
import { listen, serve } from '../../server/http/serve.ts'
import type { ShapeUpstream } from '../../server/shapes/upstream.ts'
import type { Contract } from '../../src/shared/contract/contract-versions.ts'
import { contractVersion, oldestAcceptedContract } from '../../src/shared/contract/wire.ts'
import { createTestDatabase, type TestDatabase } from './postgres.ts'

/** Subjects of the people in the fixture; each one's `users.id` is `u-<subject>`. */
export const people = {
  enrolled: 'STUDENT',
  finished: 'STUDENT',
  suspended: 'STUDENT',
  stranger: 'STUDENT',
  teacher: 'INSTRUCTOR',
  colleague: 'INSTRUCTOR',
  admin: 'ADMIN',
} as const
export type Subject = keyof typeof people

export const courseId = 'course-open'
export const draftCourseId = 'course-draft'

export interface TokenWishes {
  audience?: string
  issuer?: string
  expiresInSeconds?: number
  claims?: Record<string, unknown>
  /** Sign with a key the issuer never published. */
  forged?: boolean
}

export interface GatewayFixture {
  database: TestDatabase
  files: FileStore
  url: string
  /** What the gateway reported as its own failures. */
  failures: unknown[]
  issuer: string
  token(subject: string, wishes?: TokenWishes): Promise<string>
  /** A request, as somebody or as nobody. */
  ask(path: string, as: Subject | null, init?: RequestInit): Promise<Response>
  close(): Promise<void>
}

const audience = 'urn:brainix:test'

/** A gateway served over HTTP on a real database, with an issuer of its own that publishes its keys over HTTP. */
export async function startGatewayFixture(
  openUpstream: (database: TestDatabase) => Promise<{ upstream: ShapeUpstream; close(): Promise<unknown> }>,
  createDatabase: () => Promise<TestDatabase> = createTestDatabase,
  contract?: Contract,
): Promise<GatewayFixture> {
  const database = await createDatabase()
  await migratePostgres(database.url)
  await fill(database)
  const folder = await mkdtemp(join(tmpdir(), 'brainix-gateway-'))
  const files = await openFileStore(folder)
  const issuer = await startIssuer()
  const shapes = await openUpstream(database)
  const failures: unknown[] = []
  const gateway = createGateway({
    pool: database.pool,
    authenticate: createAuthenticate(
      createTokenVerifier({ issuer: issuer.url, audience }),
      createPeopleDirectory(database.pool),
    ),
    upstream: shapes.upstream,
    files,
    ...(contract ? { contract } : {}),
    hello: {
      product: 'brainix',
      contractVersion,
      oldestAcceptedContract,
      issuer: issuer.url,
      clientId: 'test',
      audience,
    },
    onError: (error) => failures.push(error),
  })
  const server = await serve(gateway, 0)
  return {
    database,
    files,
    url: server.url,
    failures,
    issuer: issuer.url,
    token: issuer.token,
    async ask(path, as, init = {}) {
      const headers = new Headers(init.headers)
      if (as !== null) headers.set('authorization', `Bearer ${await issuer.token(as)}`)
      return fetch(`${server.url}${path}`, { ...init, headers })
    },
    async close() {
      await server.close()
      await shapes.close()
      await issuer.close()
      await database.drop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function startIssuer() {
  const { privateKey, publicKey } = await generateKeyPair('RS256')
  const forged = await generateKeyPair('RS256')
  const keys = [{ ...(await exportJWK(publicKey)), kid: 'test', alg: 'RS256', use: 'sig' }]
  const server = createServer((request, response) => {
    const url = `http://${request.headers.host}`
    response.setHeader('content-type', 'application/json')
    if (request.url === '/keys') response.end(JSON.stringify({ keys }))
    else response.end(JSON.stringify({ issuer: url, jwks_uri: `${url}/keys` }))
  })
  const running = await listen(server, 0)
  return {
    url: running.url,
    close: running.close,
    token: (subject: string, wishes: TokenWishes = {}) =>
      new SignJWT({ name: subject, email: `${subject}@example.org`, ...wishes.claims })
        .setProtectedHeader({ alg: 'RS256', kid: 'test' })
        .setSubject(subject)
        .setIssuer(wishes.issuer ?? running.url)
        .setAudience(wishes.audience ?? audience)
        .setIssuedAt()
        .setExpirationTime(Math.floor(Date.now() / 1000) + (wishes.expiresInSeconds ?? 300))
        .sign(wishes.forged ? forged.privateKey : privateKey),
  }
}

/** A published course and a draft of the teacher, each with a lesson and a graded quiz. */
async function fill(database: TestDatabase): Promise<void> {
  const query = (text: string, values: unknown[] = []) => database.pool.query(text, values)
  for (const [subject, role] of Object.entries(people))
    await query('INSERT INTO users (id, clerk_id, email, name, role) VALUES ($1, $2, $3, $4, $5)', [
      `u-${subject}`,
      subject,
      `${subject}@example.org`,
      subject,
      role,
    ])
  await query(`INSERT INTO categories (id, name, slug) VALUES ('category', 'Tools', 'tools')`)
  for (const [id, published] of [
    [courseId, true],
    [draftCourseId, false],
  ] as const) {
    await query(
      `INSERT INTO courses (id, title, slug, description, price, instructor_id, category_id, published)
       VALUES ($1::text, 'Course', $1, 'About', 0, 'u-teacher', 'category', $2)`,
      [id, published],
    )
    await query(
      `INSERT INTO modules (id, title, position, course_id, published) VALUES ('m-' || $1, 'One', 0, $1, true)`,
      [id],
    )
    await query(
      `INSERT INTO lessons (id, title, content, position, module_id, course_id, published)
       VALUES ('l-' || $1, 'First', 'Secret of the course', 0, 'm-' || $1, '', true)`,
      [id],
    )
    await query(
      `INSERT INTO quizzes (id, title, type, lesson_id, course_id) VALUES ('q-' || $1, 'Quiz', 'GRADED', 'l-' || $1, '')`,
      [id],
    )
    await query(
      `INSERT INTO questions (id, quiz_id, course_id, quiz_type, text, correct_answer)
       VALUES ('k-' || $1, 'q-' || $1, '', 'GRADED', 'Which?', 'the answer key')`,
      [id],
    )
  }
  for (const [subject, status] of [
    ['enrolled', 'ACTIVE'],
    ['finished', 'COMPLETED'],
    ['suspended', 'SUSPENDED'],
  ])
    await query(
      `INSERT INTO enrollments (id, user_id, course_id, status) VALUES ('e-' || $1, 'u-' || $1, $2, $3)`,
      [subject, courseId, status],
    )
}
