import { createHash, randomBytes } from 'node:crypto'
import { createReadStream, existsSync, statSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { afterEach, expect, it } from 'vitest'
import { BlobStore } from '../../src/engine/media/blob-store.ts'
import { startCentreFixture, until } from '../support/device.ts'
import { tapFiles } from '../support/file-tap.ts'
import { courseId } from '../support/gateway-fixture.ts'
import { SoakProcess } from './soak/process.ts'

const cleanups: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

it('a film whose engine is killed twice on the way goes on at the byte it had, and arrives whole', async () => {
  const centre = await startCentreFixture()
  cleanups.push(() => centre.close())
  const film = randomBytes(6_000_000)
  const { sha256 } = await centre.files.putFile(film)
  await centre.database.pool.query(
    `INSERT INTO media_files (id, course_id, sha256, size_bytes, mime_type, name) VALUES ('film', $1, $2, $3, 'video/webm', 'film.webm')`,
    [courseId, sha256, film.length],
  )
  const tap = await tapFiles(centre.url)
  cleanups.push(() => tap.close())
  const home = await mkdtemp(join(tmpdir(), 'brainix-killed-'))
  cleanups.push(() => rm(home, { recursive: true, force: true }))
  const folder = join(home, 'people', 'u-enrolled')
  const start = async (keep: string | null) => {
    const token = await centre.token('enrolled')
    const options = { home, userId: 'u-enrolled', gatewayUrl: `${tap.url}/`, token, keep }
    const engine = await SoakProcess.start(
      fileURLToPath(new URL('../support/engine-process.ts', import.meta.url)),
      options,
      join(home, 'engine.log'),
    )
    cleanups.push(() => engine.kill())
    return engine
  }
  const kill = async (engine: SoakProcess) => {
    await engine.kill()
    await until('the line to notice', () => tap.served.every(({ over }) => over))
  }
  const blobs = new BlobStore(join(folder, 'blobs'))
  const received = () => blobs.partialBytes(sha256)

  // Everything that was sent has been written down.
  tap.openTo(2_000_000)
  const first = await start(courseId)
  await until('the first third', () => received() === 2_000_000)
  await kill(first)
  expect(blobs.has(sha256)).toBe(false)

  // Killed while bytes are on the line.
  tap.openTo(4_000_000)
  const answers = tap.served.length
  const second = await start(null)
  await until('more of it', () => received() > 2_000_000)
  await kill(second)
  const written = received()
  expect(tap.served[answers]).toMatchObject({ range: 'bytes=2000000-', fromByte: 2_000_000 })
  const onTheLine = 4_000_000 - written
  expect(onTheLine).toBeGreaterThanOrEqual(0)

  tap.openTo(film.length)
  const before = tap.served.length
  await start(null)
  await until('the film', () => {
    if (!blobs.has(sha256)) return false
    const reader = new Database(join(folder, 'brainix.sqlite'), { readonly: true })
    try {
      return reader.prepare('SELECT 1 FROM blobs WHERE sha256 = ?').get(sha256) !== undefined
    } finally {
      reader.close()
    }
  })
  expect(tap.served[before]).toMatchObject({ range: `bytes=${written}-`, fromByte: written })
  const sum = createHash('sha256')
  await pipeline(createReadStream(blobs.path(sha256)), sum)
  expect(sum.digest('hex')).toBe(sha256)
  expect(statSync(blobs.path(sha256)).size).toBe(film.length)
  expect(existsSync(`${blobs.path(sha256)}.part`)).toBe(false)
  // Only what was on the line at the second kill came twice.
  const sent = tap.served.reduce((bytes, { fromByte, toByte }) => bytes + toByte - fromByte, 0)
  expect(sent).toBeGreaterThanOrEqual(film.length)
  expect(sent).toBeLessThanOrEqual(film.length + onTheLine)
})
