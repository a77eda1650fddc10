import { expect, it } from 'vitest'
import { openFollowedDatabase } from './followed-database.ts'
import { describeShapeService } from './suite.ts'

const {
  ELECTRIC_URL: url = '',
  ELECTRIC_DATABASE_URL: databaseUrl = '',
  ELECTRIC_SECRET: secret,
} = process.env

if (url === '' || databaseUrl === '')
  it.skip('a gateway on a real Electric: set ELECTRIC_URL and ELECTRIC_DATABASE_URL (an empty database that it follows) to run this', () => {})
else {
  it('finds Electric active', async () => {
    const health = await fetch(`${url}/v1/health`)
    expect(health.status).toBe(200)
  })

  describeShapeService('a gateway on a real Electric', async () => {
    const database = await openFollowedDatabase(databaseUrl)
    return { url, secret, database, close: () => database.drop() }
  })
}
