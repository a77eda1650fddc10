import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../support/free-port.ts'
import { createTestDatabase } from '../support/postgres.ts'
import { startShapeService } from '../support/shape-service-process.ts'
import { describeShapeService } from './suite.ts'

describeShapeService('a gateway on the embedded shape log, served over HTTP by another process', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'brainix-service-'))
  const port = await freePort()
  const database = await createTestDatabase()
  const service = await startShapeService({ databaseUrl: database.url, port, folder })
  return {
    url: `http://127.0.0.1:${port}`,
    secret: undefined,
    database,
    close: async () => {
      await service.stop()
      await database.drop()
      await rm(folder, { recursive: true, force: true })
    },
  }
})
