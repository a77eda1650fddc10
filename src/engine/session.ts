import { join } from 'node:path'
import type { SessionView } from '../shared/contract/views.ts'
import { type Me, me } from '../shared/contract/wire.ts'
import { AppError } from '../shared/errors/app-error.ts'
import { Account } from './account.ts'
import type { Notices } from './changes/notices.ts'
import { type DeviceConfig, readDeviceConfig, writeDeviceConfig } from './identity/device-config.ts'
import { sayHello } from './identity/say-hello.ts'
import { sealPerson, unsealPerson } from './identity/seal.ts'
import { sealState } from './identity/sealed-files.ts'
import { beginSignIn, type SignInAttempt } from './identity/sign-in.ts'
import { type Secrets, type StoredTokens, TokenSource, tokenKey } from './identity/token-source.ts'
import { removeSearch } from './search/search.ts'
import { GatewayClient } from './sync/gateway-client.ts'
import type { Clock } from './sync/lane-runner.ts'

export interface SessionOptions {
  home: string
  /** Offered as the centre on a device that has none. */
  gatewayUrl: string | undefined
  secrets: Secrets
  openExternal: (input: { url: string }) => Promise<boolean>
  notices: Notices
  clock: Clock
  fetch: typeof fetch
  log: (line: string) => void
}

const maxRepairs = 3

/** Who is signed in on this device, and their account while they are. A signed-in person stays signed in offline. */
export class Session {
  readonly #options: SessionOptions
  readonly #configPath: string
  #config: DeviceConfig
  #account: Account | null = null
  /** Of the person who is signed in. */
  #tokens: TokenSource | null = null
  #attempt: SignInAttempt | null = null
  #error: AppError | null = null
  #metered = false
  #repair: Promise<void> | null = null
  #repairs = 0
  /** Sealing under way: nobody's database is opened before it has ended. */
  #sealing: Promise<void>

  constructor(options: SessionOptions) {
    this.#options = options
    this.#configPath = join(options.home, 'device.json')
    this.#config = readDeviceConfig(this.#configPath)
    if (this.#config.gatewayUrl === null && options.gatewayUrl)
      this.#config = { ...this.#config, gatewayUrl: options.gatewayUrl }
    const person = this.#config.people[this.#config.currentUserId ?? '']
    if (person && this.#mayOpen(person.userId)) this.#openAtStart(person)
    this.#sealing = this.#sealSignedOut()
  }

  /** @throws AppError `not-signed-in`, `unavailable` while the database is being repaired. */
  get account(): Account {
    if (this.#repair) throw new AppError('unavailable', 'The data of this device is being repaired.')
    if (!this.#account) throw new AppError('not-signed-in', 'Please sign in first.')
    return this.#account
  }

  view(): SessionView {
    return {
      phase: this.#account ? 'signed-in' : this.#attempt ? 'signing-in' : 'signed-out',
      person: this.#account?.person ?? null,
      gatewayUrl: this.#config.gatewayUrl,
      signInExpired: this.#account?.sync.signInExpired ?? false,
      signInError: this.#error?.toData() ?? null,
      unsentOfOthers: Object.keys(this.#config.unsent)
        .filter((userId) => userId !== this.#account?.userId)
        .map((userId) => this.#config.people[userId]?.name ?? 'somebody'),
    }
  }

  /** What the connection of this device is like, as far as a window can tell. */
  setMetered(metered: boolean): void {
    this.#metered = metered
    this.#account?.detectMetered(metered)
  }

  async setGateway(url: string): Promise<SessionView> {
    if (this.#account)
      throw new AppError('forbidden', 'Sign out first; what is on this device belongs to its centre.')
    const { gatewayUrl } = await sayHello(url, this.#options.fetch)
    this.#save({ ...this.#config, gatewayUrl })
    this.#error = null
    this.#options.notices.topic('session')
    return this.view()
  }

  /** Starts signing in, or signing in again when the stored sign-in has expired. */
  async begin(returnTo: string | undefined): Promise<{ authorizationUrl: string; openedInBrowser: boolean }> {
    const { gatewayUrl } = this.#config
    if (!gatewayUrl) throw new AppError('bad-input', 'Choose a centre first.')
    this.cancel()
    const answer = await sayHello(gatewayUrl, this.#options.fetch)
    const attempt = await beginSignIn(answer.hello, this.#options.fetch, returnTo)
    this.#attempt = attempt
    this.#error = null
    void attempt.tokens
      .then((tokens) => this.#finish(gatewayUrl, tokens))
      .catch((error: unknown) => {
        if (this.#attempt === attempt) this.#error = AppError.from(error)
      })
      .finally(() => {
        if (this.#attempt === attempt) this.#attempt = null
        this.#options.notices.topic('session')
      })
    this.#options.notices.topic('session')
    const openedInBrowser = returnTo
      ? false
      : await this.#options.openExternal({ url: attempt.authorizationUrl })
    return { authorizationUrl: attempt.authorizationUrl, openedInBrowser }
  }

  cancel(): void {
    this.#attempt?.cancel()
    this.#attempt = null
  }

  /**
   * Forgets the key to the centre. The person's database, unsent work included, stays for when they come back: sealed,
   * where the operating system guards keys.
   */
  async signOut(): Promise<void> {
    const account = this.#account
    if (!account) return
    this.#account = null
    this.#tokens?.retire()
    const { [account.userId]: _before, ...ofOthers } = this.#config.unsent
    const waiting = account.status().waiting.total
    const unsent = waiting > 0 ? { ...ofOthers, [account.userId]: waiting } : ofOthers
    this.#save({ ...this.#config, currentUserId: null, unsent })
    this.cancel()
    const leaving = this.#leave(account)
    this.#sealing = Promise.all([this.#sealing, leaving.catch(() => {})]).then(() => {})
    await leaving
    this.#options.notices.topic('session')
  }

  /**
   * The database turned out to be damaged while in use: closes it and opens it again, which carries everything that waits
   * over into a new one. Given up after a few times, when the disk damages every new one as well.
   */
  repair(): Promise<void> {
    const account = this.#account
    if (this.#repair || !account || this.#repairs >= maxRepairs) return this.#repair ?? Promise.resolve()
    const { log, notices } = this.#options
    const me = this.#config.people[account.userId]
    if (!me) return Promise.resolve()
    this.#repairs += 1
    log('the database is damaged; it is being rebuilt')
    this.#repair = account
      .close({ damaged: true })
      .then(() => {
        this.#account = null
        this.#open(me)
      })
      .catch((error: unknown) => {
        this.#error = AppError.from(error)
        log(`the database could not be rebuilt: ${this.#error.message}`)
      })
      .finally(() => {
        this.#repair = null
        notices.topic('session')
        notices.topic('status')
      })
    return this.#repair
  }

  async close(): Promise<void> {
    this.cancel()
    await this.#repair
    await this.#account?.close()
    this.#account = null
    await this.#tokens?.settled()
    await this.#sealing
  }

  async #finish(gatewayUrl: string, tokens: StoredTokens): Promise<void> {
    const { secrets, fetch } = this.#options
    const client = new GatewayClient(gatewayUrl, { accessToken: async () => tokens.accessToken }, fetch)
    const person = me.parse(await client.json('v1/me'))
    const current = this.#account
    if (current && current.userId !== person.userId)
      throw new AppError('forbidden', `${current.person.name} is signed in on this device. Sign out first.`)
    await this.#sealing
    await unsealPerson(this.#folderOf(person.userId), person.userId, secrets, this.#options.clock.nowMs())
    this.#tokens?.retire()
    await secrets.set({ key: tokenKey(person.userId), value: JSON.stringify(tokens) })
    const { [person.userId]: _before, ...unsent } = this.#config.unsent
    this.#save({
      gatewayUrl,
      currentUserId: person.userId,
      people: { ...this.#config.people, [person.userId]: person },
      unsent,
    })
    this.#account = null
    await current?.close()
    this.#open(person)
  }

  /** What keeps it from opening (a newer version's file, a full disk, a read-only folder) is said on the sign-in screen. */
  #openAtStart(person: Me): void {
    try {
      this.#open(person)
    } catch (error) {
      this.#error = AppError.from(error)
      this.#options.log(`the database of ${person.name} was not opened: ${this.#error.message}`)
    }
  }

  #open(person: Me): void {
    const { home, secrets, notices, clock, fetch, log } = this.#options
    const { gatewayUrl } = this.#config
    if (!gatewayUrl) return
    const provider = async () => (await sayHello(gatewayUrl, fetch)).hello
    const tokens = new TokenSource(secrets, person.userId, fetch, provider)
    this.#tokens = tokens
    const account = new Account({
      home,
      person,
      gatewayUrl,
      tokens,
      notices,
      clock,
      fetch,
      onDamage: () => {
        if (this.#account === account) void this.repair()
      },
    })
    this.#account = account
    account.detectMetered(this.#metered)
    account.sync.start()
    log(`signed in as ${person.name}`)
  }

  /** A database that is still sealed must not be begun anew beside it: its person signs in again. */
  #mayOpen(userId: string): boolean {
    const { sealed, openable } = sealState(this.#folderOf(userId))
    return openable || !sealed
  }

  async #leave(account: Account): Promise<void> {
    await account.close()
    await this.#options.secrets.delete({ key: tokenKey(account.userId) })
    await this.#seal(account.userId)
  }

  /** What a power cut, or an earlier version, left open. */
  async #sealSignedOut(): Promise<void> {
    const open = this.#account?.userId ?? this.#config.currentUserId
    for (const userId of Object.keys(this.#config.people)) if (userId !== open) await this.#seal(userId)
  }

  /** What cannot be sealed stays as it is: open, and whole. */
  async #seal(userId: string): Promise<void> {
    try {
      removeSearch(this.#folderOf(userId))
      if (await sealPerson(this.#folderOf(userId), userId, this.#options.secrets))
        this.#options.log('sealed the work of somebody who signed out')
    } catch (error) {
      this.#options.log(`the work of somebody who signed out could not be sealed: ${String(error)}`)
    }
  }

  #folderOf(userId: string): string {
    return join(this.#options.home, 'people', userId)
  }

  #save(config: DeviceConfig): void {
    writeDeviceConfig(this.#configPath, config)
    this.#config = config
  }
}
