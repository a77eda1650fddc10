import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { BlobLocation } from '../shared/contract/host.ts'
import type { TravelView } from '../shared/contract/keep-views.ts'
import type { Mutation } from '../shared/contract/mutations.ts'
import { ordinaryPlan, type ReviewPlan, reviewPlan } from '../shared/contract/review-views.ts'
import type { ImportView, SyncStatusView } from '../shared/contract/sync-views.ts'
import type { Person } from '../shared/contract/views.ts'
import type { Me } from '../shared/contract/wire.ts'
import { createId } from '../shared/domain/ids.ts'
import type { Notices } from './changes/notices.ts'
import { openReader, type Sqlite } from './db/open-database.ts'
import { openPersonDatabase, type PersonDatabase } from './db/person-database.ts'
import { readDb } from './db/read-db.ts'
import { WriteDoor } from './db/write-door.ts'
import { BlobStore } from './media/blob-store.ts'
import { Downloads } from './media/downloads.ts'
import { MeteredConnection } from './media/metered-connection.ts'
import { readState, writeState } from './outbox/device-state.ts'
import { OwnWork } from './own-work.ts'
import { countAttention } from './queries/attention.ts'
import { learningToKeep } from './queries/learning-to-keep.ts'
import { ownLooks } from './queries/profile.ts'
import type { QueryContext } from './queries/query.ts'
import { settleReviewCards } from './queries/review-cards.ts'
import { readTravel } from './queries/travel.ts'
import { Search, searchFile } from './search/search.ts'
import type { TokenProvider } from './sync/gateway-client.ts'
import { backoffMs } from './sync/lane.ts'
import { type Clock, retryAfterMsOf } from './sync/lane-runner.ts'
import { Sync, type SyncOptions } from './sync/sync.ts'

export interface AccountOptions {
  /** Folder of this device's data; the person's own folder lies below it. */
  home: string
  person: Me
  gatewayUrl: string
  tokens: TokenProvider
  notices: Notices
  clock: Clock
  fetch: typeof fetch
  listen?: SyncOptions['listen']
  /** The database turned out to be damaged while in use: closing with `damaged` and opening anew rebuilds it. */
  onDamage?: () => void
}

const longestDownloadPauseMs = 30_000

/** One signed-in person on this device: their database, their sync, their files. Nobody else's. */
export class Account {
  readonly context: QueryContext
  readonly downloads: Downloads
  readonly sync: Sync
  readonly blobs: BlobStore
  readonly search: Search
  readonly #work: OwnWork
  readonly #metered: MeteredConnection
  readonly #options: AccountOptions
  readonly #database: PersonDatabase
  readonly #sqlite: Sqlite
  readonly #reader: Sqlite
  readonly #door: WriteDoor

  constructor(options: AccountOptions) {
    this.#options = options
    const folder = join(options.home, 'people', options.person.userId)
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const file = join(folder, 'brainix.sqlite')
    this.#database = openPersonDatabase(file, { nowMs: () => options.clock.nowMs(), makeId: createId })
    this.#sqlite = this.#database.sqlite
    this.#reader = openReader(file)
    this.#door = new WriteDoor(this.#sqlite, options.notices)
    this.#work = new OwnWork({
      sqlite: this.#sqlite,
      door: this.#door,
      userId: options.person.userId,
      nowMs: () => options.clock.nowMs(),
      onWrite: () => this.sync.localWrite(),
    })
    this.#metered = new MeteredConnection(this.#sqlite, this.#door)
    this.blobs = new BlobStore(join(folder, 'blobs'))
    this.sync = new Sync({
      gatewayUrl: options.gatewayUrl,
      tokens: options.tokens,
      fetch: options.fetch,
      listen: options.listen,
      sqlite: this.#sqlite,
      door: this.#door,
      onStatus: () => options.notices.topic('status'),
      onReached: () => this.downloads.wake(),
      onDamage: () => options.onDamage?.(),
      replay: (tx, entry, isConfirmed) => this.#work.replay(tx, entry, isConfirmed),
      userId: options.person.userId,
      clientId: () => this.#work.clientId(),
      clock: options.clock,
      keptCourses: () => this.downloads.courses(),
      onCourse: (courseId, error) => this.downloads.setError(courseId, error),
      holdsContent: () => this.#metered.holds,
      onContent: () => this.downloads.contentChanged(),
    })
    this.downloads = new Downloads({
      sqlite: this.#sqlite,
      door: this.#door,
      onProgress: () => options.notices.topic('downloads'),
      blobs: this.blobs,
      fetchFile: (sha256, headers, signal) =>
        this.sync.client.request(`v1/files/${sha256}`, { headers, signal }),
      nowMs: () => options.clock.nowMs(),
      afterPause: (failures, error, callback) => {
        const { clock } = options
        const pauseMs = backoffMs(failures, longestDownloadPauseMs, clock.random(), retryAfterMsOf(error))
        return clock.schedule(pauseMs, callback)
      },
      isHeld: () => this.#metered.holds,
      limitBytes: () => this.downloadLimitBytes,
    })
    this.downloads.verify().catch((error: unknown) => console.error('Files could not be looked at.', error))
    this.search = new Search({
      databaseFile: file,
      indexFile: searchFile(folder),
      door: this.#door,
      follow: (listener) => options.notices.subscribe(({ tables }) => listener(tables)),
      onWhole: () => options.notices.tables(new Set(['search_state'])),
      userId: options.person.userId,
      schedule: (delayMs, callback) => options.clock.schedule(delayMs, callback),
    })
    this.context = {
      search: this.search,
      read: readDb(this.#reader),
      userId: options.person.userId,
      bytesInFlight: (sha256) => this.downloads.bytesOf(sha256),
    }
    if (this.#database.incident) this.#work.replayAll()
  }

  /** Known whatever state the database is in, closed included. */
  get userId(): string {
    return this.#options.person.userId
  }

  get person(): Person {
    const { userId, name, email, role } = this.#options.person
    return { id: userId, name, email, role, avatar: null, ...ownLooks(this.context.read, userId) }
  }

  status(): SyncStatusView {
    return { ...this.sync.status(countAttention(this.context)), metered: this.#metered.view() }
  }

  /** @see OwnWork.mutate */
  mutate(name: Mutation['name'], args: unknown): number {
    return this.#work.mutate(name, args)
  }

  /** @see OwnWork.resend */
  resend(rejectionIds: readonly string[], text: string | null): void {
    this.#work.resend(rejectionIds, text)
  }

  /** @see OwnWork.exportUnsent */
  exportUnsent(): { fileName: string; text: string } {
    return this.#work.exportUnsent(this.person.name)
  }

  /** @see OwnWork.importUnsent */
  importUnsent(text: string): ImportView {
    return this.#work.importUnsent(text)
  }

  /** @see OwnWork.forgetUsage */
  forgetUsage(): void {
    this.#work.forgetUsage()
  }

  /** @param lessonIds null: the whole course. */
  keep(courseId: string, lessonIds: readonly string[] | null = null): void {
    this.downloads.keep(courseId, lessonIds)
    this.sync.wantCourse(courseId)
  }

  /** Keeps everything the person learns in, and resumes what was paused. */
  keepAllLearning(): void {
    for (const { courseId, partial } of learningToKeep(this.context)) this.keep(courseId, partial ? [] : null)
    this.sync.kick()
  }

  /** Most bytes of files the person wants on this device; null: as many as there is space for. */
  get downloadLimitBytes(): number | null {
    const limit = readState(this.#sqlite, 'downloadLimitBytes')
    return limit === null || limit === '' ? null : Number(limit)
  }

  /** What is here already stays; nothing more comes than the limit allows. */
  chooseDownloadLimit(limitBytes: number | null): void {
    this.#door.write((tx) => {
      writeState(tx, 'downloadLimitBytes', limitBytes === null ? '' : String(limitBytes))
      tx.touch('kept_courses')
    })
    this.downloads.wake()
  }

  /** Whether the person can be without a connection for so many days. */
  async readyToTravel(days: number): Promise<TravelView> {
    const { disk, limit } = await this.downloads.roomBytes()
    const rooms = [disk, limit].filter((bytes) => bytes !== null)
    const { waiting, lastSuccessAtMs } = this.status()
    return readTravel(this.context, days, {
      nowMs: this.#options.clock.nowMs(),
      freeBytes: await this.blobs.freeBytes(),
      roomBytes: rooms.length > 0 ? Math.min(...rooms) : null,
      waiting: waiting.total,
      lastSuccessAtMs,
    })
  }

  /** Removes the files of some lessons. The person's own work stays, and so does the text. */
  async removeLessons(courseId: string, lessonIds: readonly string[]): Promise<void> {
    await this.downloads.forget(courseId, lessonIds)
  }

  /** Removes a course's content. The person's own work stays, and so does the outline. */
  async removeFromDevice(courseId: string): Promise<void> {
    await this.downloads.forget(courseId)
    this.sync.forgetCourse(courseId)
  }

  /** What the connection is like, as far as the screen can tell. */
  detectMetered(metered: boolean): void {
    if (this.#metered.detect(metered)) this.#reconsiderContent()
  }

  /** The person's choice for connections that cost by the byte. */
  chooseOnlyOwnWork(onlyOwnWork: boolean): void {
    this.#metered.choose(onlyOwnWork)
    this.#reconsiderContent()
  }

  /** How much the person wants to review in a day, on this device. */
  get reviewPlan(): ReviewPlan {
    const chosen = readState(this.#sqlite, 'reviewPlan')
    return chosen === null ? ordinaryPlan : reviewPlan.parse(JSON.parse(chosen))
  }

  chooseReviewPlan(plan: ReviewPlan): void {
    this.#door.write((tx) => {
      writeState(tx, 'reviewPlan', JSON.stringify(plan))
      tx.touch('device_state')
    })
  }

  /** Computes anew what changed of when questions come back. @returns what "today" is by this device's clock. */
  async settleReviews(timeZone: string): Promise<{ nowMs: number; timeZone: string }> {
    const nowMs = this.#options.clock.nowMs()
    await settleReviewCards(this.#door, this.#options.person.userId, nowMs)
    return { nowMs, timeZone }
  }

  /** Where a file lies on this device, after fetching it where that is possible; null when it cannot be had now. */
  async locate(sha256: string): Promise<BlobLocation | null> {
    const known = this.#blob(sha256)
    if (known) return known
    return (await this.downloads.fetchNow(sha256)) ? this.#blob(sha256) : null
  }

  /** @param damaged that the next opening should rebuild the database. */
  async close({ damaged = false } = {}): Promise<void> {
    this.downloads.stop()
    await this.sync.stop()
    this.search.stop()
    this.#reader.close()
    this.#database.close({ damaged })
  }

  /** The person has read what happened to their database. The damaged file stays where it is. */
  dismissIncident(): void {
    this.#door.write((tx) => {
      tx.sqlite.prepare("DELETE FROM device_state WHERE key = 'incident'").run()
    })
    this.#options.notices.topic('status')
  }

  #reconsiderContent(): void {
    this.downloads.reconsider()
    this.sync.reconsiderContent()
    this.#options.notices.topic('status')
  }

  #blob(sha256: string): BlobLocation | null {
    const row = this.#reader
      .prepare('SELECT mime_type AS mimeType, size_bytes AS sizeBytes FROM blobs WHERE sha256 = ?')
      .get(sha256) as { mimeType: string; sizeBytes: number } | undefined
    return row ? { path: this.blobs.path(sha256), ...row } : null
  }
}
