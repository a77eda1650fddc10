import type { Mutation } from '../shared/contract/mutations.ts'
import type { ImportView } from '../shared/contract/sync-views.ts'
import { createId } from '../shared/domain/ids.ts'
import { AppError } from '../shared/errors/app-error.ts'
import type { Sqlite } from './db/open-database.ts'
import { readDb } from './db/read-db.ts'
import { expectReplay } from './db/rebuild-database.ts'
import type { Tx, WriteDoor } from './db/write-door.ts'
import { applyOnDevice, parseMutation } from './mutations/device-mutations.ts'
import { importUnsent } from './mutations/import-unsent.ts'
import { nameVersion } from './mutations/name-version.ts'
import { resend } from './mutations/resend.ts'
import { bringOutboxForward } from './outbox/bring-forward.ts'
import { readState, writeState } from './outbox/device-state.ts'
import { appendToOutbox, type OutboxEntry } from './outbox/outbox.ts'
import { leaveAsCarried, readUnsentFile, writeUnsentFile } from './outbox/unsent-file.ts'
import { resendFacts } from './queries/attention.ts'
import { describeThing } from './queries/describe-mutation.ts'
import { applyConfirmed, type Replay } from './sync/rebase.ts'

export interface OwnWorkOptions {
  /** The connection behind the door. */
  sqlite: Sqlite
  door: WriteDoor
  userId: string
  nowMs: () => number
  /** Something more waits to be sent. */
  onWrite: () => void
}

/** What one person does on this device: shown at once, queued for the centre, and carried elsewhere where it must be. */
export class OwnWork {
  readonly #options: OwnWorkOptions
  readonly #door: WriteDoor
  readonly #userId: string

  /** Brings what an older version of the app has queued into this one's words. */
  constructor(options: OwnWorkOptions) {
    this.#options = options
    this.#door = options.door
    this.#userId = options.userId
    this.#door.write((tx) => bringOutboxForward(tx))
  }

  /**
   * Applies what a person did, and queues it: both or neither.
   * @returns its number in the outbox. @throws AppError when it cannot be done; then nothing changed.
   */
  mutate(name: Mutation['name'], args: unknown): number {
    const parsed = parseMutation(name, args)
    const madeAtMs = this.#options.nowMs()
    const number = this.#door.write((tx) => {
      const mutation = nameVersion(tx, parsed)
      applyOnDevice({ tx, userId: this.#userId, madeAtMs }, mutation)
      return appendToOutbox(tx, mutation, madeAtMs)
    })
    this.#options.onWrite()
    return number
  }

  /**
   * Does something again, on what the centre has confirmed since. @throws AppError where it cannot be done any more.
   * @param isConfirmed the centre has done it, and its rows are on their way here.
   */
  replay(tx: Tx, entry: OutboxEntry, isConfirmed: boolean): void {
    const mutation = parseMutation(entry.name as Mutation['name'], JSON.parse(entry.args))
    applyOnDevice({ tx, userId: this.#userId, madeAtMs: entry.madeAtMs, isConfirmed }, mutation)
  }

  /** After a rebuild: shows what waits on top of what could be read. The next full pull does so again, on what is true. */
  replayAll(): void {
    const nothing = { lastMutation: null, touches: () => true, apply: () => {} }
    try {
      this.#door.write((tx) => {
        const replay: Replay = (inner, entry, isConfirmed) => this.replay(inner, entry, isConfirmed)
        applyConfirmed(tx, nothing, replay, this.#options.nowMs())
        expectReplay(tx.sqlite)
      })
    } catch {
      // Too little was left to show it on: it waits in the queue, and shows when the centre is reached.
    }
  }

  /**
   * Does refused work again, with `text` where the person changed it, and ends the refusals: all of it or nothing.
   * @throws AppError when it cannot be done again from here.
   */
  resend(rejectionIds: readonly string[], text: string | null): void {
    const madeAtMs = this.#options.nowMs()
    this.#door.write((tx) =>
      resend({ tx, userId: this.#userId, madeAtMs }, rejectionIds, text, resendFacts(tx.read)),
    )
    this.#options.onWrite()
  }

  /** Everything that waits, as a file for another device of this person, who is called `name`. JSON. */
  exportUnsent(name: string): { fileName: string; text: string } {
    try {
      this.#door.write(leaveAsCarried)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      // A disk that takes nothing any more is a reason to carry the work away, not to keep it.
    }
    const person = { id: this.#userId, name }
    return writeUnsentFile(this.#options.sqlite, person, this.clientId(), this.#options.nowMs())
  }

  /** Does what a file of unsent work says. @throws AppError when it is none, not this person's, or too new. */
  importUnsent(text: string): ImportView {
    const file = readUnsentFile(text, this.#userId)
    const outcome = this.#door.write((tx) => importUnsent(tx, file, this.#userId, this.#options.nowMs()))
    this.#options.onWrite()
    const read = readDb(this.#options.sqlite)
    return {
      imported: outcome.imported,
      skipped: outcome.skipped,
      failed: outcome.failed.map(({ mutation, reason }) => ({
        ...describeThing(read, [{ name: mutation.name, args: mutation.args }]),
        reason,
      })),
    }
  }

  /** Forgets how the app was used, as far as that has not left the device. */
  forgetUsage(): void {
    this.#door.write((tx) => {
      tx.sqlite.prepare("DELETE FROM outbox WHERE name = 'usage.record' AND sent = 0").run()
      tx.touch('outbox')
    })
  }

  /** The device's name towards the centre, made once per person and database. */
  clientId(): string {
    const known = readState(this.#options.sqlite, 'clientId')
    if (known) return known
    const made = createId()
    this.#door.write((tx) => writeState(tx, 'clientId', made))
    return made
  }
}
