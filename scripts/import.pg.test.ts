import { execFile } from 'node:child_process'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { migratePostgres } from '../server/db/migrate.ts'
import { createTestDatabase, type TestDatabase } from '../tests/support/postgres.ts'

const script = fileURLToPath(new URL('./import.ts', import.meta.url))
const course = fileURLToPath(new URL('../server/imports/test-course', import.meta.url))

describe('npm run import', () => {
  let database: TestDatabase
  let place: string

  beforeAll(async () => {
    database = await createTestDatabase()
    await migratePostgres(database.url)
    place = await mkdtemp(join(tmpdir(), 'brainix-import-command-'))
    // run by root, Postgres is another user and must be able to enter, or it would settle outside of this folder
    await chmod(place, 0o755)
    await database.pool.query(
      `INSERT INTO users (id, clerk_id, email, name, role) VALUES
       ('t1', 't1', 'first@example.org', 'First', 'INSTRUCTOR'),
       ('t2', 't2', 'second@example.org', 'Second', 'INSTRUCTOR'),
       ('l1', 'l1', 'learner@example.org', 'Learner', 'STUDENT')`,
    )
  })
  afterAll(async () => {
    await database.drop()
    await rm(place, { recursive: true, force: true })
  })

  const run = (args: string[], env: Record<string, string> = {}) =>
    new Promise<{ status: number; out: string; problems: string }>((resolve) => {
      const child = execFile(
        process.execPath,
        [script, ...args],
        { cwd: place, env: { ...process.env, INIT_CWD: place, BRAINIX_HOME: join(place, 'home'), ...env } },
        (_error, out, problems) => resolve({ status: child.exitCode ?? -1, out, problems }),
      )
    })
  const here = () => ['--database-url', database.url, '--files', 'files']
  const teacher = async () =>
    (await database.pool.query(`SELECT instructor_id FROM courses WHERE slug = 'keeping-bees'`)).rows[0]

  it('publishes for the instructor named, and says that a second time changes nothing', async () => {
    const first = await run([course, ...here(), '--instructor', 'SECOND@example.org'])
    expect(first).toMatchObject({ status: 0, problems: '' })
    expect(first.out).toContain('Read “Keeping bees”: 3 lessons in 1 module, 1 quiz, 3 files')
    expect(first.out).toContain('Published as “keeping-bees”.')
    expect(await teacher()).toEqual({ instructor_id: 't2' })
    expect((await run([course, ...here()])).out).toContain('was up to date; nothing was changed')
    expect(await teacher()).toEqual({ instructor_id: 't2' })
  })

  it('writes to the centre that is running, as its centre.json says', async () => {
    const home = join(place, 'running')
    await mkdir(join(home, 'centre'), { recursive: true })
    await writeFile(
      join(home, 'centre', 'centre.json'),
      JSON.stringify({
        pid: process.pid,
        databaseUrl: database.url,
        filesDir: join(home, 'centre', 'files'),
      }),
    )
    await database.pool.query(`DELETE FROM courses`)
    const result = await run([course], { BRAINIX_HOME: home })
    expect(result).toMatchObject({ status: 0 })
    expect(result.out).not.toContain('starting its Postgres')
    expect(await teacher()).toBeDefined()
  })

  it('starts the centre’s own Postgres where none runs, crash or not, and stops it again', async () => {
    const home = join(place, 'alone')
    await mkdir(join(home, 'centre'), { recursive: true })
    await writeFile(
      join(home, 'centre', 'centre.json'),
      JSON.stringify({ pid: 2 ** 30, databaseUrl: 'postgres://127.0.0.1:9/none', filesDir: '/none' }),
    )
    const first = await run([course], { BRAINIX_HOME: home })
    expect(first, first.problems).toMatchObject({ status: 0 })
    expect(first.out).toContain('Published as “keeping-bees”.')
  })

  it('ends with 1 and one clear message for what it cannot do, and writes nothing', async () => {
    const count = async () => (await database.pool.query(`SELECT count(*) FROM courses`)).rows[0]
    const before = await count()
    const cases: [string[], string][] = [
      [['nowhere'], 'There is no folder'],
      [[course, '--fast'], '--fast'],
      [[course, '--database-url', 'postgres://x'], 'belong together'],
      [[course, ...here(), '--instructor', 'learner@example.org'], 'is a learner'],
    ]
    const results = await Promise.all(cases.map(([args]) => run(args)))
    for (const [index, [args, message]] of cases.entries()) {
      const result = results[index]
      expect(result?.status, args.join(' ')).toBe(1)
      expect(result?.problems).toContain(message)
      expect(result?.problems).not.toMatch(/\n\s+at /)
    }
    expect(await count()).toEqual(before)
  })
})
