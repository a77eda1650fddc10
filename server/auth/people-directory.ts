import { createId } from '@paralleldrive/cuid2'
import pg from 'pg'
import { z } from 'zod'
import { userRoles } from '../../src/shared/contract/enums.ts'
import { AppError } from '../../src/shared/errors/app-error.ts'
import type { Person } from './person.ts'
import type { TokenClaims } from './token-verifier.ts'

/** A changed role (or name) is in force after this long at the latest. */
const FRESH_MS = 5_000
const MOST_REMEMBERED = 10_000

export interface PeopleDirectory {
  /**
   * The person a token speaks of; whoever is seen for the first time becomes a student. `askIssuer` is asked for name
   * and e-mail address when the token carries none.
   * @throws AppError `already-exists` when the e-mail address belongs to somebody with another sign-in: accounts are
   * never joined by address, or whoever can name an address could take an account over. `not-signed-in` when there is
   * no e-mail address to be had.
   */
  find(
    claims: TokenClaims,
    askIssuer: () => Promise<{ name: string | undefined; email: string | undefined }>,
  ): Promise<Person>
}

const row = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: z.enum(userRoles),
})

export function createPeopleDirectory(pool: pg.Pool, now: () => number = Date.now): PeopleDirectory {
  const remembered = new Map<string, { person: Promise<Person>; untilMs: number }>()

  return {
    find(claims, askIssuer) {
      const known = remembered.get(claims.subject)
      if (known && known.untilMs > now()) return known.person
      if (remembered.size >= MOST_REMEMBERED) remembered.clear()
      const person = findOrCreate(pool, claims, askIssuer)
      remembered.set(claims.subject, { person, untilMs: now() + FRESH_MS })
      person.catch(() => remembered.delete(claims.subject))
      return person
    },
  }
}

async function findOrCreate(
  pool: pg.Pool,
  claims: TokenClaims,
  askIssuer: () => Promise<{ name: string | undefined; email: string | undefined }>,
): Promise<Person> {
  const known = await bySubject(pool, claims.subject)
  if (known) return known
  const described = claims.email && claims.name ? claims : await askIssuer()
  const email = (claims.email ?? described.email)?.trim()
  if (!email)
    throw new AppError(
      'not-signed-in',
      'Your sign-in service does not tell BrainiX your e-mail address, which an account needs.',
    )
  const name = (claims.name ?? described.name)?.trim() || email
  try {
    // two first requests at once: one inserts, both then read the same row
    await pool.query(
      `INSERT INTO users (id, clerk_id, email, name, role) VALUES ($1, $2, $3, $4, 'STUDENT')
       ON CONFLICT (clerk_id) DO NOTHING`,
      [createId(), claims.subject, email, name],
    )
  } catch (cause) {
    if (cause instanceof pg.DatabaseError && cause.constraint === 'users_email_key')
      throw new AppError(
        'already-exists',
        `The e-mail address ${email} belongs to another BrainiX account. Please sign in the way you did the first time.`,
        { cause },
      )
    throw cause
  }
  const created = await bySubject(pool, claims.subject)
  if (!created) throw new Error('a user that was just created cannot be found')
  return created
}

async function bySubject(pool: pg.Pool, subject: string): Promise<Person | undefined> {
  const found = await pool.query('SELECT id, name, email, role FROM users WHERE clerk_id = $1', [subject])
  if (found.rowCount === 0) return undefined
  const { id, ...rest } = row.parse(found.rows[0])
  return { userId: id, ...rest }
}
