import { existsSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { SyncStatusView } from '../../../src/shared/contract/sync-views.ts'
import type { CarriedFile, Ledger } from '../simulator/ledger.ts'
import type { Examined } from '../simulator/oracle.ts'
import type { PersonId } from '../simulator/school.ts'
import type { Deed } from '../simulator/story.ts'
import { marksIn, type Taken } from '../simulator/taken.ts'
import { SoakProcess } from './process.ts'
import type { RoughLine } from './rough-line.ts'

/** What a deed writes into the ledger. */
export type BookEntry =
  | { kind: 'take'; taken: Taken; payload: unknown }
  | { kind: 'remove'; marks: readonly string[] }
  | { kind: 'carry'; file: CarriedFile }
  | { kind: 'arrive'; client: string; numbers: readonly number[] }

interface Looked {
  waiting: SyncStatusView['waiting']
  undecided: string[]
}

const script = join(import.meta.dirname, 'device-process.ts')

/** A device: its folder, its line to the centre, and the process of its engine while that runs. */
export class SoakDevice implements Examined {
  readonly name: string
  readonly person: PersonId
  readonly line: RoughLine
  readonly #home: string
  readonly #log: string
  readonly #onSaid: (said: Record<string, unknown>) => void
  #process: SoakProcess | null = null
  #looked: Looked | null = null
  /** What the deed under way may have removed. */
  #about: string[] = []
  /** How far its clock is ahead from the next start on. */
  aheadMs = 0
  busy = false

  constructor(
    name: string,
    person: PersonId,
    folder: string,
    line: RoughLine,
    onSaid: (said: Record<string, unknown>) => void,
  ) {
    this.name = name
    this.person = person
    this.line = line
    this.#home = join(folder, name)
    this.#log = join(folder, `${name}.log`)
    this.#onSaid = onSaid
  }

  get running(): boolean {
    return this.#process?.running ?? false
  }

  get file(): string {
    return join(this.#home, 'people', this.person, 'brainix.sqlite')
  }

  async start(): Promise<void> {
    if (this.running) return
    const { name, person, aheadMs } = this
    const gatewayUrl = `http://127.0.0.1:${this.line.port}/`
    this.#process = await SoakProcess.start(
      script,
      { name, person, home: this.#home, gatewayUrl, aheadMs },
      this.#log,
      (said) => {
        if (said.kind === 'about') this.#about = marksIn(JSON.stringify(said.marks))
        else this.#onSaid(said)
      },
    )
  }

  async kill(): Promise<void> {
    await this.#process?.kill()
    this.line.cutAll()
  }

  /** Lets the person do something, and writes down what the app took. @returns what they did, in words. */
  async deed(step: number, seed: string, deed: Deed, ledger: Ledger): Promise<string> {
    const files = ledger.carriedBy(this.person)
    this.#about = []
    const done = this.#ask({ what: 'deed', step, seed, deed, files }).catch((error) => {
      ledger.remove(this.#about) // the process ended: it may have been done all the same
      throw error
    })
    const { said, entries } = (await done) as { said: string; entries: BookEntry[] }
    for (const entry of entries)
      if (entry.kind === 'take') ledger.take(entry.taken, entry.payload)
      else if (entry.kind === 'remove') ledger.remove(entry.marks)
      else if (entry.kind === 'carry') ledger.carry(this.person, entry.file)
      else ledger.arrive(entry.client, entry.numbers)
    return said
  }

  async keepCourses(): Promise<void> {
    await this.#ask({ what: 'keep' })
  }

  async kick(): Promise<void> {
    await this.#ask({ what: 'kick' })
  }

  /** Asks the app what it says, for `status` and `undecided`. */
  async look(): Promise<void> {
    this.#looked = (await this.#ask({ what: 'look' })) as Looked
  }

  status(): { waiting: SyncStatusView['waiting'] } {
    return this.#said
  }

  undecided(): string[] {
    return this.#said.undecided
  }

  rows(sql: string, ...values: unknown[]): Record<string, unknown>[] {
    if (!existsSync(this.file)) return []
    const reader = new Database(this.file, { readonly: true, timeout: 20_000 })
    try {
      return reader.prepare<unknown[], Record<string, unknown>>(sql).all(...values)
    } finally {
      reader.close()
    }
  }

  get #said(): Looked {
    if (!this.#looked) throw new Error(`${this.name} was not asked yet`)
    return this.#looked
  }

  #ask(what: object): Promise<unknown> {
    return this.#process ? this.#process.ask(what) : Promise.reject(new Error('the process is gone'))
  }
}
