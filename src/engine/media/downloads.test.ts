import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { AppError } from '../../shared/errors/app-error.ts'
import { Notices } from '../changes/notices.ts'
import { openDatabase, type Sqlite } from '../db/open-database.ts'
import { WriteDoor } from '../db/write-door.ts'
import { BlobStore } from './blob-store.ts'
import { Downloads } from './downloads.ts'

let folder: string
let sqlite: Sqlite
let blobs: BlobStore
let asked: { sha256: string; range: string | undefined }[]
let serve: (sha256: string, range: string | undefined) => Response
let downloads: Downloads
let held: boolean
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'brainix-downloads-'))
  sqlite = openDatabase(join(folder, 'db.sqlite'))
  blobs = new BlobStore(join(folder, 'blobs'))
  asked = []
  held = false
  downloads = new Downloads({
    sqlite,
    door: new WriteDoor(sqlite, new Notices()),
    onProgress: () => {},
    blobs,
    fetchFile: async (sha256, headers) => {
      asked.push({ sha256, range: headers.range })
      return serve(sha256, headers.range)
    },
    nowMs: () => 1,
    isHeld: () => held,
  })
})
afterEach(() => {
  downloads.stop()
  sqlite.close()
  rmSync(folder, { recursive: true })
})

/** A file of a course, as the course's shape brought it. @returns its SHA-256. */
function addFile(content: string, courseId = 'c', sizeBytes = content.length): string {
  const sha256 = createHash('sha256').update(content).digest('hex')
  sqlite
    .prepare(
      `INSERT INTO media_files (id, course_id, sha256, size_bytes, mime_type, name, created_at)
       VALUES (?, ?, ?, ?, 'text/plain', 'file', 1)`,
    )
    .run(`${courseId}-${sha256.slice(0, 8)}`, courseId, sha256, sizeBytes)
  return sha256
}

const has = (sha256: string) =>
  sqlite.prepare('SELECT 1 FROM blobs WHERE sha256 = ?').get(sha256) !== undefined
const errorOf = (courseId = 'c') =>
  (
    sqlite.prepare('SELECT error FROM kept_courses WHERE course_id = ?').get(courseId) as {
      error: string | null
    }
  ).error

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    if (condition()) return
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  throw new Error('it never came to that')
}

it('a download that was killed goes on at the byte it had reached', async () => {
  const content = 'the whole film'
  const sha256 = addFile(content)
  const part = `${blobs.path(sha256)}.part`
  mkdirSync(dirname(part), { recursive: true })
  writeFileSync(part, content.slice(0, 5))
  serve = (_sha256, range) =>
    range === 'bytes=5-' ? new Response(content.slice(5), { status: 206 }) : new Response('not asked for')
  downloads.keep('c')
  await until(() => has(sha256))
  expect(readFileSync(blobs.path(sha256), 'utf8')).toBe(content)
  expect(asked).toEqual([{ sha256, range: 'bytes=5-' }])
})

it('a centre that knows no ranges sends the file from its start, and nothing is there twice', async () => {
  const content = 'the whole film'
  const sha256 = addFile(content)
  const part = `${blobs.path(sha256)}.part`
  mkdirSync(dirname(part), { recursive: true })
  writeFileSync(part, content.slice(0, 5))
  serve = () => new Response(content)
  downloads.keep('c')
  await until(() => has(sha256))
  expect(readFileSync(blobs.path(sha256), 'utf8')).toBe(content)
})

it('a file that arrives damaged is never called whole, is said, and does not hold up the others', async () => {
  const bad = addFile('a')
  const good = addFile('good content')
  serve = (sha256) => new Response(sha256 === bad ? 'b' : 'good content')
  downloads.keep('c')
  await until(() => has(good))
  await until(() => errorOf() !== null)
  expect(has(bad)).toBe(false)
  expect(existsSync(blobs.path(bad))).toBe(false)
  expect(blobs.partialBytes(bad)).toBe(0)

  serve = () => new Response('a')
  downloads.wake()
  await until(() => has(bad))
  await until(() => errorOf() === null)
})

it('a file the centre does not have is said, and stays said while others arrive', async () => {
  const missing = addFile('x')
  const good = addFile('good content')
  serve = (sha256) => {
    if (sha256 === missing) throw new AppError('not-found', 'There is no such file.')
    return new Response('good content')
  }
  downloads.keep('c')
  await until(() => has(good))
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(errorOf()).toBe('There is no such file.')
})

it('where there is not enough space nothing is begun, and the course says why', async () => {
  addFile('huge', 'c', 1e15)
  serve = () => new Response('never')
  downloads.keep('c')
  await until(() => errorOf() !== null)
  expect(errorOf()).toContain('space')
  expect(asked).toEqual([])
})

it('a connection that breaks leaves the part, and the next try goes on with it', async () => {
  const content = 'first half, second half'
  const sha256 = addFile(content)
  serve = () =>
    new Response(
      new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode(content.slice(0, 10)))
          setTimeout(() => controller.error(new TypeError('terminated')), 20)
        },
      }),
    )
  downloads.keep('c')
  await until(() => blobs.partialBytes(sha256) === 10)
  await new Promise((resolve) => setTimeout(resolve, 60))
  expect(has(sha256)).toBe(false)
  serve = (_sha256, range) => new Response(content.slice(10), { status: range === 'bytes=10-' ? 206 : 500 })
  downloads.wake()
  await until(() => has(sha256))
  expect(readFileSync(blobs.path(sha256), 'utf8')).toBe(content)
})

it('forgetting a course deletes its files, but for those another kept course has', async () => {
  const shared = addFile('shared')
  addFile('shared', 'd')
  const own = addFile('own')
  serve = (sha256) => new Response(sha256 === shared ? 'shared' : 'own')
  downloads.keep('c')
  downloads.keep('d')
  await until(() => has(shared) && has(own))
  await downloads.forget('c')
  expect([has(shared), has(own), existsSync(blobs.path(own))]).toEqual([true, false, false])
})

it('while the connection is held for other things nothing is fetched; afterwards everything is', async () => {
  const sha256 = addFile('content')
  serve = () => new Response('content')
  held = true
  downloads.keep('c')
  await new Promise((resolve) => setTimeout(resolve, 30))
  expect(asked).toEqual([])
  held = false
  downloads.wake()
  await until(() => has(sha256))
})
