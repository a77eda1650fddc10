import { appendFileSync, copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { Account } from '../../../src/engine/account.ts'
import { Notices } from '../../../src/engine/changes/notices.ts'
import { sealFiles, sealKeyBytes, unsealFiles } from '../../../src/engine/identity/sealed-files.ts'
import { readAttention } from '../../../src/engine/queries/attention.ts'
import { closeHandles, Killed, killProcess, limitDisk, looksOn, watchDatabase } from './crash.ts'
import type { Dice } from './dice.ts'
import { DoorbellLine } from './doorbell-line.ts'
import type { Fate, Network } from './network.ts'
import { asOlderApp } from './older-app.ts'
import { type PersonId, roleOf } from './school.ts'
import { deviceClock, type VirtualTime } from './virtual-time.ts'

type Row = Record<string, unknown>

const sealKey = Buffer.alloc(sealKeyBytes, 7)

/** One installation of the app: the real engine on a real file, whose process may end at any moment. */
export class SimulatedDevice {
  readonly name: string
  readonly person: PersonId
  readonly #home: string
  readonly #file: string
  readonly #blank: string
  readonly #network: Network
  readonly #time: VirtualTime
  readonly #dice: Dice
  #account: Account | null = null
  #database: ReturnType<typeof watchDatabase> | null = null
  #life = 0
  /** Of the story's own. */
  #reader: Database.Database | null = null
  readonly #statements = new Map<string, Database.Statement<unknown[], Row>>()
  #line = new DoorbellLine()
  #crashed: string | null = null
  #sealed = false
  /** Says that the process ended by itself (a planned kill was reached). */
  killed = false
  online = true
  clockErrorMs = 0
  /** What becomes of the next requests, in order. */
  fates: Fate[] = []
  /** Until the app is updated, every request is answered so. */
  outdated = false
  /** The app is of a version the centre still takes, which does not tell what this one tells. */
  older = false

  constructor(
    name: string,
    person: PersonId,
    folder: string,
    blank: string,
    network: Network,
    time: VirtualTime,
    dice: Dice,
  ) {
    this.name = name
    this.person = person
    this.#home = join(folder, name)
    this.#blank = blank
    this.#file = join(this.#own, 'brainix.sqlite')
    this.#network = network
    this.#time = time
    this.#dice = dice
    this.#begin()
  }

  #begin(): void {
    mkdirSync(this.#own, { recursive: true })
    copyFileSync(this.#blank, this.#file)
  }

  get #own(): string {
    return join(this.#home, 'people', this.person)
  }

  /** What this device calls itself towards the centre. */
  get clientId(): string {
    return String(this.rows(`SELECT value FROM device_state WHERE key = 'clientId'`)[0]?.value)
  }

  get running(): boolean {
    return this.#account !== null && !this.killed
  }

  get account(): Account {
    if (!this.#account) throw new Error(`${this.name} is not running`)
    return this.#account
  }

  start(): void {
    if (this.#account) return
    this.#forgetReader()
    if (this.#sealed) unsealFiles(this.#own, sealKey)
    this.#sealed = false
    this.#life += 1
    const life = this.#life
    const alive = () => this.#life === life && !this.killed
    this.killed = false
    this.#line = new DoorbellLine()
    const line = this.#line
    this.#database = watchDatabase(this.#file, () => this.#die())
    this.#account = new Account({
      home: this.#home,
      person: {
        userId: this.person,
        name: this.person,
        email: `${this.person}@school.test`,
        role: roleOf(this.person),
      },
      gatewayUrl: 'http://centre.test/',
      tokens: { accessToken: async () => this.person },
      notices: new Notices(),
      listen: (_client, _fetch, ring, lost) => line.listen(ring, lost),
      clock: deviceClock(this.#time, this.#dice, this, alive),
      fetch: (input, init) => {
        const url = new URL(String(input instanceof Request ? input.url : input))
        if (!alive()) return new Promise(() => {})
        if (!this.online) return Promise.reject(new TypeError('fetch failed: no network'))
        return new Promise<Response>((resolve, reject) => {
          this.#network.send({
            device: this.name,
            url,
            init: this.older ? asOlderApp(url, init ?? {}) : (init ?? {}),
            heldUntilMs: 0,
            fate: this.outdated ? 'too-old' : (this.fates.shift() ?? null),
            resolve: (response) => alive() && resolve(response),
            reject: (error) => alive() && reject(error),
          })
        })
      },
    })
    this.#account.sync.start()
  }

  /** The doorbell rings, if somebody listens. */
  ring(): void {
    if (this.running && this.online) this.#line.ring()
  }

  /** The doorbell's line breaks. */
  breakLine(): void {
    this.#line.fail()
  }

  goOffline(): void {
    this.online = false
    this.#network.drop(this.name, new TypeError('fetch failed: network changed'))
  }

  goOnline(): void {
    this.online = true
    if (this.running) this.account.sync.kick()
  }

  /** Ends the process now, as `kill -9` does. */
  kill(): void {
    if (this.#account) this.#die()
  }

  /** Ends the process at the n-th statement from here, wherever that is: inside a transaction as likely as not. */
  killAtStatement(count: number): void {
    if (this.#database && !this.killed) this.#database.killIn = count
  }

  neverKill(): void {
    if (this.#database) this.#database.killIn = null
  }

  /** After a kill: the file is what the disk held at that moment, with the last write torn where the story says so. */
  comeBack(tornTail: Uint8Array | null): void {
    if (this.#account && !this.killed) return
    if (this.#database) closeHandles(this.#database)
    this.#account = null
    this.#forgetReader()
    if (this.#crashed) {
      for (const end of ['', '-wal', '-shm']) rmSync(`${this.#file}${end}`, { force: true })
      for (const end of ['', '-wal']) {
        const left = join(this.#crashed, `brainix.sqlite${end}`)
        if (existsSync(left)) renameSync(left, `${this.#file}${end}`)
      }
      if (tornTail && existsSync(`${this.#file}-wal`)) appendFileSync(`${this.#file}-wal`, tornTail)
      this.#crashed = null
    }
    this.outdated = false
    this.start()
  }

  /** Signs out, or quits: in order, with whatever waits. */
  async close(): Promise<void> {
    const account = this.#account
    if (!account) return
    if (this.killed) {
      if (this.#database) closeHandles(this.#database)
      this.#account = null
      return
    }
    this.#forgetReader()
    await account.close() // gives up what is under way by itself
    this.#life += 1
    this.#account = null
  }

  /**
   * Signs out: whatever waits stays on the device, sealed, until the person signs in again.
   * @param cutAtStep the power goes in the middle of sealing; null for never.
   */
  async signOut(cutAtStep: number | null): Promise<void> {
    if (this.killed) return
    await this.close()
    let steps = 0
    try {
      sealFiles(this.#own, sealKey, () => {
        steps += 1
        if (steps === cutAtStep) throw new Killed('the power went')
      })
    } catch (error) {
      if (!(error instanceof Killed)) throw error
    }
    this.#sealed = true
  }

  /** The laptop is lost; its person has a new one, with nothing on it. */
  async replace(): Promise<void> {
    await this.close()
    rmSync(this.#home, { recursive: true, force: true })
    this.killed = false
    this.#crashed = null
    this.#sealed = false
    this.#begin()
    this.start()
  }

  get closed(): boolean {
    return this.#account === null
  }

  fillDisk(extraPages: number | null): void {
    if (!this.#database || this.killed) return
    limitDisk(this.#database, extraPages)
    if (extraPages === null) this.#database.fullIn = null
  }

  /** The disk is full from the n-th write on, whatever it writes. */
  fillDiskAtWrite(count: number): void {
    if (this.#database && !this.killed) this.#database.fullIn = count
  }

  /** Rows of the device, read by a connection of the story's own. */
  rows(sql: string, ...values: unknown[]): Row[] {
    return looksOn(() => {
      this.#reader ??= new Database(this.#file, { readonly: true })
      let statement = this.#statements.get(sql)
      if (!statement) {
        statement = this.#reader.prepare<unknown[], Row>(sql)
        this.#statements.set(sql, statement)
      }
      return statement.all(...values)
    })
  }

  /** What the app says. */
  status() {
    return looksOn(() => this.account.status())
  }

  undecided(): string[] {
    const { refused, conflicts } = looksOn(() => readAttention(this.account.context))
    return [...refused.flatMap(({ rejectionIds }) => rejectionIds), ...conflicts.map(({ id }) => id)]
  }

  get file(): string {
    return this.#file
  }

  /** The file is about to be another one, or moved, or closed for good. */
  #forgetReader(): void {
    looksOn(() => this.#reader?.close())
    this.#reader = null
    this.#statements.clear()
  }

  #die(): void {
    if (!this.#database) return
    this.#crashed = killProcess(this.#database, this.#file)
    this.killed = true
    this.#life += 1
    this.#network.drop(this.name, new TypeError('fetch failed: killed'))
  }
}
