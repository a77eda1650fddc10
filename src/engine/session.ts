import { join } from 'node:path'
import type { SessionView } from '../shared/contract/views.ts'
import { type Me, me } from '../shared/contract/wire.ts'
import { AppError } from '../shared/errors/app-error.ts'
import { Account } from './account.ts'
import type { Notices } from './changes/notices.ts'
import { type DeviceConfig, readDeviceConfig, writeDeviceConfig } from './identity/device-config.ts'
import { sayHello } from './identity/say-hello.ts'
import { beginSignIn, type SignInAttempt } from './identity/sign-in.ts'
import { type Secrets, type StoredTokens, TokenSource, tokenKey } from './identity/token-source.ts'
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

/** Who is signed in on this device, and their account while they are. A signed-in person stays signed in offline. */
export class Session {
  readonly #options: SessionOptions
  readonly #configPath: string
  #config: DeviceConfig
  #account: Account | null = null
  #attempt: SignInAttempt | null = null
  #error: AppError | null = null

  constructor(options: SessionOptions) {
    this.#options = options
    this.#configPath = join(options.home, 'device.json')
    this.#config = readDeviceConfig(this.#configPath)
    if (this.#config.gatewayUrl === null && options.gatewayUrl)
      this.#config = { ...this.#config, gatewayUrl: options.gatewayUrl }
    const person = this.#config.people[this.#config.currentUserId ?? '']
    if (person) this.#open(person)
  }

  /** @throws AppError `not-signed-in`. */
  get account(): Account {
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
        .filter((userId) => userId !== this.#account?.person.id)
        .map((userId) => this.#config.people[userId]?.name ?? 'somebody'),
    }
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

  /** Forgets the key to the centre. The person's database, unsent work included, stays for when they come back. */
  async signOut(): Promise<void> {
    const account = this.#account
    if (!account) return
    this.#account = null
    const { [account.person.id]: _before, ...ofOthers } = this.#config.unsent
    const waiting = account.status().waiting.total
    const unsent = waiting > 0 ? { ...ofOthers, [account.person.id]: waiting } : ofOthers
    this.#save({ ...this.#config, currentUserId: null, unsent })
    await account.close()
    await this.#options.secrets.delete({ key: tokenKey(account.person.id) })
    this.#options.notices.topic('session')
  }

  async close(): Promise<void> {
    this.cancel()
    await this.#account?.close()
    this.#account = null
  }

  async #finish(gatewayUrl: string, tokens: StoredTokens): Promise<void> {
    const { secrets, fetch } = this.#options
    const client = new GatewayClient(gatewayUrl, { accessToken: async () => tokens.accessToken }, fetch)
    const person = me.parse(await client.json('v1/me'))
    const current = this.#account
    if (current && current.person.id !== person.userId)
      throw new AppError('forbidden', `${current.person.name} is signed in on this device. Sign out first.`)
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

  #open(person: Me): void {
    const { home, secrets, notices, clock, fetch, log } = this.#options
    const { gatewayUrl } = this.#config
    if (!gatewayUrl) return
    const provider = async () => (await sayHello(gatewayUrl, fetch)).hello
    const tokens = new TokenSource(secrets, person.userId, fetch, provider)
    this.#account = new Account({ home, person, gatewayUrl, tokens, notices, clock, fetch })
    this.#account.sync.start()
    log(`signed in as ${person.name}`)
  }

  #save(config: DeviceConfig): void {
    writeDeviceConfig(this.#configPath, config)
    this.#config = config
  }
}
