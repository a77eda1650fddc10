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
let limit: number | null
let nowMs: number
let pauses: number[]
let afterPause: (() => void) | null
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'brainix-downloads-'))
  sqlite = openDatabase(join(folder, 'db.sqlite'))
  blobs = new BlobStore(join(folder, 'blobs'))
  asked = []
  held = false
  limit = null
  nowMs = 1
  pauses = []
  afterPause = null
  downloads = new Downloads({
    sqlite,
    door: new WriteDoor(sqlite, new Notices()),
    onProgress: () => {},
    blobs,
    fetchFile: async (sha256, headers) => {
      asked.push({ sha256, range: headers.range })
      return serve(sha256, headers.range)
    },
    nowMs: () => nowMs,
    afterPause: (failures, _error, callback) => {
      pauses.push(failures)
      afterPause = callback
      return () => {
        if (afterPause === callback) afterPause = null
      }
    },
    isHeld: () => held,
    limitBytes: () => limit,
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
  for (let tries = 0; tries < 6000; tries++) {
    if (condition()) return
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  throw new Error('it never came to that')
}

const wait = () => until(() => !downloads.isBusy)

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
  const saidMeanwhile: (string | null)[] = []
  serve = (sha256) => {
    saidMeanwhile.push(errorOf())
    return new Response(sha256 === bad ? 'b' : 'good content')
  }
  downloads.keep('c')
  await until(() => has(good))
  await until(() => errorOf() !== null)
  expect(saidMeanwhile, 'nothing is called unfinished while the rest still comes').toEqual([null, null])
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
  await wait()
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

it('a course that does not fit holds up no other that does', async () => {
  addFile('huge', 'c', 1e15)
  addFile('vast', 'c', 1e15 + 1)
  const small = addFile('small', 'other')
  serve = () => new Response('small')
  downloads.keep('c')
  await until(() => errorOf() !== null)
  nowMs += 1
  downloads.keep('other')
  await until(() => has(small))
  await wait()
  expect(errorOf()).toContain('space')
  expect(errorOf('other')).toBe(null)
  expect(asked.map(({ sha256 }) => sha256)).toEqual([small])
})

it('what a course lacks is said before the next one comes', async () => {
  addFile('damaged')
  addFile('huge', 'vast', 1e15)
  addFile('small', 'other')
  const saidBefore: Record<string, unknown>[] = []
  serve = () => {
    saidBefore.push({ c: errorOf('c'), vast: errorOf('vast') })
    return new Response('small')
  }
  held = true
  for (const courseId of ['c', 'vast', 'other']) {
    downloads.keep(courseId)
    nowMs += 1
  }
  await wait()
  held = false
  downloads.wake()
  await wait()
  const space = expect.stringContaining('space')
  expect(saidBefore).toEqual([
    { c: null, vast: null },
    { c: expect.stringContaining('damaged'), vast: space },
  ])
})

it('a connection that breaks leaves the part, and the next try goes on with it', async () => {
  const content = 'first half, second half'
  const sha256 = addFile(content)
  let line: ReadableStreamDefaultController<Uint8Array> | undefined
  serve = () =>
    new Response(
      new ReadableStream({
        start(controller) {
          line = controller
          controller.enqueue(new TextEncoder().encode(content.slice(0, 10)))
        },
      }),
    )
  downloads.keep('c')
  await until(() => blobs.partialBytes(sha256) === 10)
  line?.error(new TypeError('terminated'))
  await wait()
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
  await wait()
  expect(asked).toEqual([])
  held = false
  downloads.wake()
  await until(() => has(sha256))
})

/** A lesson of course `c` whose text names files. */
function addLesson(id: string, content: string): void {
  sqlite
    .prepare(
      `INSERT INTO lessons (id, module_id, course_id, title, type, position, published, content, is_free, created_at, updated_at)
       VALUES (?, 'm', 'c', ?, 'TEXT', 1, 1, ?, 0, 1, 1)`,
    )
    .run(id, id, content)
}

it('of a course kept in part, the files of the wanted lessons come, and no others', async () => {
  const [picture, film, sheet] = [addFile('a picture'), addFile('a long film'), addFile('a sheet')]
  addLesson('l1', `![](brainix-file:${picture})`)
  addLesson('l2', `![](brainix-file:${picture}) and a film`)
  addLesson('l3', 'nothing')
  sqlite.prepare(`UPDATE media_files SET lesson_id = 'l2' WHERE sha256 = ?`).run(film)
  sqlite.prepare(`UPDATE media_files SET lesson_id = 'l1' WHERE sha256 = ?`).run(picture)
  sqlite.prepare(`UPDATE media_files SET lesson_id = 'l9' WHERE sha256 = ?`).run(sheet)
  sqlite
    .prepare(
      `INSERT INTO resources (id, lesson_id, course_id, title, type, url, created_at) VALUES ('r', 'l3', 'c', 'Sheet', 'PDF', ?, 1)`,
    )
    .run(`brainix-file:${sheet}`)
  const content = new Map([
    [picture, 'a picture'],
    [film, 'a long film'],
    [sheet, 'a sheet'],
  ])
  serve = (sha256) => new Response(content.get(sha256))
  const here = () => [has(picture), has(film), has(sheet)]

  downloads.keep('c', ['l1'])
  await wait()
  expect(here()).toEqual([true, false, false])
  downloads.keep('c', ['l3'])
  await wait()
  expect(here()).toEqual([true, false, true])
  downloads.keep('c', ['l2'])
  await wait()
  expect(here()).toEqual([true, true, true])

  await downloads.forget('c', ['l1'])
  expect(here()).toEqual([true, true, true]) // the second lesson shows the picture too
  await downloads.forget('c', ['l2'])
  expect(here()).toEqual([false, false, true])

  // The author puts the film into the third lesson.
  sqlite.prepare(`UPDATE lessons SET content = ? WHERE id = 'l3'`).run(`Watch brainix-file:${film}`)
  downloads.contentChanged()
  await wait()
  expect(here()).toEqual([false, true, true])

  downloads.keep('c')
  await wait()
  expect(here()).toEqual([true, true, true])
  await downloads.forget('c', ['l3'])
  expect(here()).toEqual([true, true, false]) // all the others stay
  await downloads.forget('c')
  expect(here()).toEqual([false, false, false])
  expect(sqlite.prepare('SELECT count(*) FROM kept_lessons').pluck().get()).toBe(0)
})

it('nothing more comes than the limit a person set, and the course says why, until there is room', async () => {
  const [small, large] = [addFile('0123456789'), addFile('0123456789 0123456789')]
  serve = (sha256) => new Response(sha256 === small ? '0123456789' : '0123456789 0123456789')
  limit = 20
  downloads.keep('c')
  await until(() => errorOf() !== null)
  expect([has(small), has(large)]).toEqual([true, false])
  expect(errorOf()).toContain('limit')
  expect(await downloads.roomBytes()).toMatchObject({ limit: 10 })
  limit = null
  downloads.wake()
  await until(() => has(large))
  await until(() => errorOf() === null)
})

it('a file that somebody deleted or cut short is found out, and fetched again', async () => {
  const [one, other, whole] = [addFile('one'), addFile('other'), addFile('whole')]
  const content = new Map([
    [one, 'one'],
    [other, 'other'],
    [whole, 'whole'],
  ])
  serve = (sha256) => new Response(content.get(sha256))
  downloads.keep('c')
  await until(() => has(one) && has(other) && has(whole))
  await wait()
  rmSync(blobs.path(one))
  writeFileSync(blobs.path(other), 'ot')
  asked = []
  expect(await downloads.verify()).toBe(2)
  await until(() => has(one) && has(other))
  expect(asked.map(({ sha256 }) => sha256).sort()).toEqual([one, other].sort())
  expect(readFileSync(blobs.path(other), 'utf8')).toBe('other')
  expect(await downloads.verify()).toBe(0)
})

/** A part of a file, after which the line breaks. */
function cutOff(content: string, from: number, to: number): Response {
  const sha256 = createHash('sha256').update(content).digest('hex')
  let isSent = false
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (isSent) {
        await until(() => blobs.partialBytes(sha256) === to)
        controller.error(new TypeError('terminated'))
      } else controller.enqueue(new TextEncoder().encode(content.slice(from, to)))
      isSent = true
    },
  })
  return new Response(body, { status: from > 0 ? 206 : 200 })
}

/** Lets the pause pass that is waited for, or that comes. */
async function passThePause(): Promise<void> {
  await until(() => afterPause !== null && !downloads.isBusy)
  const goOn = afterPause
  afterPause = null
  goOn?.()
}

it('where the line breaks it goes on by itself, soon as long as something comes each time', async () => {
  const content = 'a film on a line that breaks every minute'
  const sha256 = addFile(content)
  const gone = () => {
    throw new AppError('offline', 'The centre cannot be reached.')
  }
  const answers = [
    () => cutOff(content, 0, 5),
    () => cutOff(content, 5, 9),
    gone,
    gone,
    () => cutOff(content, 9, 12),
    () => new Response(content.slice(12), { status: 206 }),
  ]
  serve = () => (answers.shift() ?? gone)()
  downloads.keep('c')
  for (let breaks = 0; breaks < 5; breaks++) await passThePause()
  await until(() => has(sha256))
  expect(asked.map(({ range }) => range)).toEqual([
    undefined,
    'bytes=5-',
    'bytes=9-',
    'bytes=9-',
    'bytes=9-',
    'bytes=12-',
  ])
  expect(pauses).toEqual([1, 1, 2, 3, 1])
  expect(errorOf()).toBeNull()
  await wait()
  expect(afterPause).toBeNull()
})

it('does not ask often for what begins anew each time', async () => {
  const content = 'a film behind something that knows no ranges'
  const sha256 = addFile(content)
  serve = () => cutOff(content, 0, 5)
  downloads.keep('c')
  for (let breaks = 0; breaks < 4; breaks++) await passThePause()
  await until(() => pauses.length === 5)
  expect(pauses).toEqual([1, 2, 3, 4, 5])
  serve = () => new Response(content)
  await passThePause()
  await until(() => has(sha256))
})

it('does not go on by itself once it is stopped', async () => {
  addFile('a film')
  serve = () => cutOff('a film', 0, 1)
  downloads.keep('c')
  await until(() => afterPause !== null)
  downloads.stop()
  expect(afterPause).toBeNull()
  await wait()
  downloads.wake() // the centre answers once more while the account is being closed
  expect(downloads.isBusy).toBe(false)
  expect(asked).toHaveLength(1)
})
