import type { MeteredView } from '../../shared/contract/sync-views.ts'
import type { Sqlite } from '../db/open-database.ts'
import type { WriteDoor } from '../db/write-door.ts'
import { readState, writeState } from '../outbox/device-state.ts'

/**
 * Whether the connection costs by the byte, and what the person wants then. Unless they say otherwise, only what they did
 * goes over such a connection: courses and their files wait for another one.
 */
export class MeteredConnection {
  readonly #sqlite: Sqlite
  readonly #door: WriteDoor
  /** What the screen's browser engine knows; false until it says so. */
  #detected = false

  constructor(sqlite: Sqlite, door: WriteDoor) {
    this.#sqlite = sqlite
    this.#door = door
  }

  /** Whether shared content waits for another connection. */
  get holds(): boolean {
    return this.#detected && this.#onlyOwnWork()
  }

  view(): MeteredView {
    return { detected: this.#detected, onlyOwnWork: this.#onlyOwnWork() }
  }

  /** @returns whether that changed anything. */
  detect(metered: boolean): boolean {
    const changed = metered !== this.#detected
    this.#detected = metered
    return changed
  }

  choose(onlyOwnWork: boolean): void {
    this.#door.write((tx) => writeState(tx, 'sharedContentWhenMetered', onlyOwnWork ? 'waits' : 'comes'))
  }

  #onlyOwnWork(): boolean {
    return readState(this.#sqlite, 'sharedContentWhenMetered') !== 'comes'
  }
}
