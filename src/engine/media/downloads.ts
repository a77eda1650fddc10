import { AppError } from '../../shared/errors/app-error.ts'
import type { Sqlite } from '../db/open-database.ts'
import type { WriteDoor } from '../db/write-door.ts'
import type { BlobStore } from './blob-store.ts'
import { NextTry, type NextTryOptions } from './next-try.ts'
import { findFiles, unwant, want, wantedFiles } from './wishes.ts'

export interface DownloadsOptions {
  sqlite: Sqlite
  door: WriteDoor
  /** More bytes have come. */
  onProgress: () => void
  blobs: BlobStore
  /** Asks the centre for a file; rejects with an AppError. */
  fetchFile: (sha256: string, headers: Record<string, string>, signal: AbortSignal) => Promise<Response>
  nowMs: () => number
  afterPause: NextTryOptions['afterPause']
  /** While true, nothing is fetched: the connection is for what the person did. */
  isHeld: () => boolean
  /** Most bytes of files the person wants on this device; null: as many as there is space for. */
  limitBytes: () => number | null
}

interface WantedFile {
  courseId: string
  sha256: string
  sizeBytes: number
  mimeType: string
}

/** Free space that is always left alone. */
const reserveBytes = 200 * 1024 * 1024
const noticeEveryMs = 200

/** The courses kept on this device, and the queue that brings their files, one after another. */
export class Downloads {
  readonly #options: DownloadsOptions
  readonly #inFlight = new Map<string, number>()
  readonly #single = new Map<string, Promise<void>>()
  readonly #nextTry: NextTry
  #abort = new AbortController()
  #running = false
  #stopped = false
  #again = false
  #lastNoticeMs = 0

  constructor(options: DownloadsOptions) {
    this.#options = options
    this.#nextTry = new NextTry({ afterPause: options.afterPause, tryAgain: () => this.wake() })
  }

  /**
   * Marks a course as wanted on this device, or resumes it.
   * @param lessonIds of its files only those of these lessons, besides what is wanted already; null: all of them.
   */
  keep(courseId: string, lessonIds: readonly string[] | null = null): void {
    this.#options.door.write((tx) => want(tx, courseId, lessonIds, this.#options.nowMs()))
    this.wake()
  }

  pause(courseId: string): void {
    this.#options.door.write((tx) => {
      tx.sqlite.prepare('UPDATE kept_courses SET paused = 1 WHERE course_id = ?').run(courseId)
      tx.touch('kept_courses')
    })
    this.#abort.abort()
    this.#abort = new AbortController()
    this.wake()
  }

  /**
   * Forgets a course, or some lessons of it, and deletes the files nothing else that is kept needs.
   * @param lessonIds null: the whole course.
   */
  async forget(courseId: string, lessonIds: readonly string[] | null = null): Promise<void> {
    const orphans = this.#options.door.write((tx) => {
      if (lessonIds) unwant(tx, courseId, lessonIds)
      else
        for (const table of ['kept_courses', 'kept_lessons', 'kept_files'])
          tx.sqlite.prepare(`DELETE FROM ${table} WHERE course_id = ?`).run(courseId)
      tx.touch('kept_courses')
      const rows = tx.sqlite
        .prepare(
          `SELECT sha256 FROM media_files WHERE course_id = ? AND sha256 NOT IN (SELECT f.sha256 FROM ${wantedFiles})`,
        )
        .all(courseId) as { sha256: string }[]
      const remove = tx.sqlite.prepare('DELETE FROM blobs WHERE sha256 = ?')
      for (const row of rows) remove.run(row.sha256)
      return rows.map((row) => row.sha256)
    })
    this.#abort.abort()
    this.#abort = new AbortController()
    for (const sha256 of orphans) await this.#options.blobs.remove(sha256)
    this.wake()
  }

  courses(): string[] {
    return (
      this.#options.sqlite
        .prepare('SELECT course_id AS id FROM kept_courses WHERE NOT paused ORDER BY requested_at_ms')
        .all() as {
        id: string
      }[]
    ).map((row) => row.id)
  }

  /** Bytes of a file that have come so far in the download under way. */
  bytesOf(sha256: string): number {
    return this.#inFlight.get(sha256) ?? 0
  }

  /** Whether files are being fetched, or are about to be. */
  get isBusy(): boolean {
    return this.#running
  }

  setError(courseId: string, error: AppError | null): void {
    const text = error?.message ?? null
    const row = this.#options.sqlite
      .prepare('SELECT error FROM kept_courses WHERE course_id = ?')
      .get(courseId) as { error: string | null } | undefined
    if (!row || row.error === text) return
    this.#options.door.write((tx) => {
      tx.sqlite.prepare('UPDATE kept_courses SET error = ? WHERE course_id = ?').run(text, courseId)
      tx.touch('kept_courses')
    })
  }

  /** The connection has become another one: what is under way stops, and goes on where it may. */
  reconsider(): void {
    if (this.#options.isHeld()) {
      this.#abort.abort()
      this.#abort = new AbortController()
    }
    this.wake()
  }

  /** Looks for missing files and fetches them. Safe to call at any time. */
  wake(): void {
    if (this.#stopped) return
    if (this.#running) {
      this.#again = true
      return
    }
    this.#running = true
    this.#nextTry.cancel()
    void this.#drain()
      // A full disk must not end the engine: the next round of content looks again.
      .catch((error: unknown) => console.error('Downloads stopped until the next round.', error))
      .finally(() => {
        this.#running = false
        if (this.#again) {
          this.#again = false
          this.wake()
        }
      })
  }

  /** Fetches one file that somebody looks at right now. @returns false where it cannot be had. */
  async fetchNow(sha256: string): Promise<boolean> {
    if (this.#options.isHeld()) return false
    try {
      const wanted = this.#describe(sha256) ?? (await this.#askAbout(sha256))
      await this.#download(wanted, this.#abort.signal)
      return true
    } catch {
      return false
    }
  }

  stop(): void {
    this.#stopped = true
    this.#abort.abort()
    this.#nextTry.cancel()
  }

  /** Lessons may have come, gone or changed: what those that are wanted need is found anew. */
  contentChanged(): void {
    const partial = this.#options.sqlite
      .prepare('SELECT course_id FROM kept_courses WHERE partial')
      .pluck()
      .all() as string[]
    if (partial.length > 0)
      this.#options.door.write((tx) => {
        for (const courseId of partial) findFiles(tx, courseId)
      })
    this.wake()
  }

  /**
   * A file that cannot be had holds up no other; when nothing more of its course comes, that says so until it can. Of a
   * course that does not fit nothing more comes at all; another one may be small enough.
   */
  async #drain(): Promise<void> {
    const lacking = new Map<string, AppError>()
    const tooLarge = new Set<string>()
    const say = (but?: string) => {
      if (this.#stopped) return
      for (const [courseId, error] of lacking) if (courseId !== but) this.setError(courseId, error)
    }
    try {
      for (const file of this.#missing()) {
        say(file.courseId)
        if (this.#options.isHeld()) return
        if (tooLarge.has(file.courseId)) continue
        const { signal } = this.#abort
        try {
          await this.#guardSpace(file)
          await this.#download(file, signal)
          if (!lacking.has(file.courseId)) this.setError(file.courseId, null)
        } catch (thrown) {
          if (signal.aborted) return
          const error = AppError.from(thrown)
          if (error.code === 'offline' || error.code === 'unavailable') return this.#nextTry.plan(error)
          lacking.set(file.courseId, error)
          if (error.code !== 'no-space') continue
          tooLarge.add(file.courseId)
          this.setError(file.courseId, error)
        }
      }
    } finally {
      say()
    }
  }

  #missing(): WantedFile[] {
    return this.#options.sqlite
      .prepare(
        `SELECT f.course_id AS courseId, f.sha256, f.size_bytes AS sizeBytes, f.mime_type AS mimeType
         FROM ${wantedFiles}
         WHERE NOT k.paused AND f.sha256 NOT IN (SELECT sha256 FROM blobs)
         GROUP BY f.sha256 ORDER BY k.requested_at_ms, f.size_bytes`,
      )
      .all() as WantedFile[]
  }

  #describe(sha256: string): WantedFile | undefined {
    return this.#options.sqlite
      .prepare(
        `SELECT course_id AS courseId, sha256, size_bytes AS sizeBytes, mime_type AS mimeType
         FROM media_files WHERE sha256 = ? LIMIT 1`,
      )
      .get(sha256) as WantedFile | undefined
  }

  /** Bytes that may still come, as the disk has them beyond what is left alone, and as the person's limit allows. */
  async roomBytes(): Promise<{ disk: number | null; limit: number | null }> {
    const free = await this.#options.blobs.freeBytes()
    const limit = this.#options.limitBytes()
    const used = this.#options.sqlite
      .prepare('SELECT coalesce(sum(size_bytes), 0) FROM blobs')
      .pluck()
      .get() as number
    return {
      disk: free === null ? null : Math.max(0, free - reserveBytes),
      limit: limit === null ? null : Math.max(0, limit - used),
    }
  }

  /**
   * Looks whether the files that are said to be here are: what somebody deleted or cut short is fetched again.
   * @returns how many were not.
   */
  async verify(): Promise<number> {
    const { sqlite, blobs, door } = this.#options
    const known = sqlite.prepare('SELECT sha256, size_bytes AS sizeBytes FROM blobs').all() as {
      sha256: string
      sizeBytes: number
    }[]
    const gone: string[] = []
    for (const { sha256, sizeBytes } of known)
      if ((await blobs.sizeOf(sha256)) !== sizeBytes) gone.push(sha256)
    if (gone.length === 0 || this.#stopped) return 0
    for (const sha256 of gone) await blobs.remove(sha256)
    door.write((tx) => {
      const forget = tx.sqlite.prepare('DELETE FROM blobs WHERE sha256 = ?')
      for (const sha256 of gone) forget.run(sha256)
      tx.touch('blobs')
    })
    this.wake()
    return gone.length
  }

  /** A file no course on this device lists (a cover in the catalogue): the centre knows its size and kind. */
  async #askAbout(sha256: string): Promise<WantedFile> {
    const response = await this.#options.fetchFile(sha256, { range: 'bytes=0-0' }, this.#abort.signal)
    await response.body?.cancel()
    const sizeBytes = Number(response.headers.get('content-range')?.split('/')[1])
    if (!Number.isSafeInteger(sizeBytes))
      throw new AppError('unavailable', 'The centre does not tell the size of a file.')
    const mimeType = response.headers.get('content-type') ?? 'application/octet-stream'
    return { courseId: '', sha256, sizeBytes, mimeType }
  }

  async #guardSpace(file: WantedFile): Promise<void> {
    const room = await this.roomBytes()
    if (room.disk !== null && file.sizeBytes > room.disk)
      throw new AppError('no-space', 'There is not enough free space for this course on the disk.')
    if (room.limit !== null && file.sizeBytes > room.limit)
      throw new AppError('no-space', 'The limit you set for downloads is reached.')
  }

  /** One download a file, however many ask for it. */
  #download(file: WantedFile, signal: AbortSignal): Promise<void> {
    const known = this.#single.get(file.sha256)
    if (known) return known
    const started = this.#fetchWhole(file, signal).finally(() => {
      this.#single.delete(file.sha256)
      this.#inFlight.delete(file.sha256)
    })
    this.#single.set(file.sha256, started)
    return started
  }

  async #fetchWhole(file: WantedFile, signal: AbortSignal): Promise<void> {
    const { blobs, fetchFile, door, nowMs } = this.#options
    if (!blobs.has(file.sha256)) {
      const here = blobs.partialBytes(file.sha256)
      if (here < file.sizeBytes) {
        const response = await fetchFile(file.sha256, here > 0 ? { range: `bytes=${here}-` } : {}, signal)
        if (!response.body) throw new AppError('unavailable', 'The centre sent no file.')
        const fromStart = response.status !== 206
        this.#inFlight.set(file.sha256, fromStart ? 0 : here)
        const onBytes = (bytes: number) => this.#count(file.sha256, bytes)
        await blobs.append(file.sha256, response.body, fromStart, onBytes, signal)
      }
      await blobs.finish(file.sha256)
    }
    this.#nextTry.done(file.sha256)
    door.write((tx) => {
      tx.sqlite
        .prepare(
          'INSERT OR REPLACE INTO blobs (sha256, size_bytes, mime_type, stored_at_ms) VALUES (?, ?, ?, ?)',
        )
        .run(file.sha256, file.sizeBytes, file.mimeType, nowMs())
      tx.touch('blobs')
    })
  }

  #count(sha256: string, bytes: number): void {
    const here = this.bytesOf(sha256) + bytes
    this.#inFlight.set(sha256, here)
    this.#nextTry.came(sha256, here)
    const nowMs = this.#options.nowMs()
    if (nowMs - this.#lastNoticeMs < noticeEveryMs) return
    this.#lastNoticeMs = nowMs
    this.#options.onProgress()
  }
}
