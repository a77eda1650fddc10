import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { hello } from '../../src/shared/contract/wire.ts'
import { createTestDatabase } from '../../tests/support/postgres.ts'
import { signInAs } from '../demo/sign-in-as.ts'

it('migrates a Postgres that is already there and serves a gateway on it, by command', async () => {
  const home = await mkdtemp(join(tmpdir(), 'brainix-command-'))
  const database = await createTestDatabase()
  const script = fileURLToPath(new URL('../../scripts/centre.ts', import.meta.url))
  const child = spawn(process.execPath, [script, '--database-url', database.url, '--port', '0'], {
    env: { ...process.env, BRAINIX_HOME: home },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    let url: string | undefined
    while (url === undefined) {
      const { value, done } = await lines.next()
      if (done) throw new Error('the command ended')
      url = /^centre ready (\S+)$/.exec(value)?.[1]
    }
    const greeting = hello.parse(await (await fetch(`${url}/v1/hello`)).json())
    const { accessToken } = await signInAs(greeting, 'demo|instructor')
    const headers = { authorization: `Bearer ${accessToken}` }
    const response = await fetch(`${url}/v1/shapes/categories?offset=-1`, { headers })
    expect(response.status).toBe(200)
    const made = await database.pool.query(`SELECT name FROM users`)
    expect(made.rows).toEqual([{ name: 'Tomás Herrera' }])
  } finally {
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    await ended
    await database.drop()
    await rm(home, { recursive: true, force: true })
  }
})
