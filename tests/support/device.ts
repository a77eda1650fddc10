import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { openShapeLog } from '../../server/shapes/embedded/shape-log.ts'
import { embeddedUpstream } from '../../server/shapes/upstream.ts'
import { Account } from '../../src/engine/account.ts'
import { Notices } from '../../src/engine/changes/notices.ts'
import type { Clock } from '../../src/engine/sync/lane-runner.ts'
import { systemClock } from '../../src/engine/system-clock.ts'
import type { Contract } from '../../src/shared/contract/contract-versions.ts'
import { type GatewayFixture, people, type Subject, startGatewayFixture } from './gateway-fixture.ts'

/** A gateway over real Postgres with the embedded shape log behind it. @param contract what it speaks; this build's when left out. */
export async function startCentreFixture(contract?: Contract): Promise<GatewayFixture> {
  const folder = await mkdtemp(join(tmpdir(), 'brainix-shapes-'))
  return startGatewayFixture(
    async (database) => {
      const log = await openShapeLog({
        databaseUrl: database.url,
        storagePath: join(folder, 'shapes.sqlite'),
      })
      return {
        upstream: embeddedUpstream(log),
        close: async () => {
          await log.close()
          await rm(folder, { recursive: true, force: true })
        },
      }
    },
    undefined,
    contract,
  )
}

export interface Device {
  account: Account
  home: string
  /** While false, nothing reaches the centre: every request fails as it does without a network. */
  online: boolean
  /** Rows of this device's database, read by a connection of the test's own. */
  rows(sql: string, ...values: unknown[]): Record<string, unknown>[]
  /** Changes this device's database behind the engine's back. */
  tamper(sql: string, ...values: unknown[]): void
  /** Closes the account and opens it again on the same files, as after a restart of the app. */
  restart(): Promise<void>
  close(): Promise<void>
}

/** A device of somebody, with the real engine on a real file. */
export async function openDevice(
  centre: Pick<GatewayFixture, 'url' | 'token'>,
  subject: Subject,
  options: {
    online?: boolean
    home?: string
    watch?: (url: string, response: Response) => void
    /** Stands between the centre and the device: may answer differently, later, or not at all. */
    change?: (url: string, response: Response) => Response | Promise<Response>
    clock?: Clock
    /** In the place of the network. */
    fetch?: typeof fetch
  } = {},
): Promise<Device> {
  const home = options.home ?? (await mkdtemp(join(tmpdir(), 'brainix-device-')))
  const open = () => {
    const account = new Account({
      home,
      person: {
        userId: `u-${subject}`,
        name: subject,
        email: `${subject}@example.org`,
        role: people[subject],
      },
      gatewayUrl: `${centre.url}/`,
      tokens: { accessToken: () => centre.token(subject) },
      notices: new Notices(),
      clock: options.clock ?? systemClock,
      fetch: async (input, init) => {
        if (!device.online) throw new TypeError('fetch failed: no network')
        const response = await (options.fetch ?? fetch)(input, init)
        if (!device.online) throw new TypeError('terminated: no network')
        const url = String(input instanceof Request ? input.url : input)
        options.watch?.(url, response.clone())
        return options.change ? options.change(url, response) : response
      },
    })
    account.sync.start()
    return account
  }
  const device: Device = {
    online: options.online ?? true,
    home,
    get account() {
      return account
    },
    rows: (sql, ...values) => {
      const reader = new Database(join(home, 'people', `u-${subject}`, 'brainix.sqlite'), { readonly: true })
      try {
        return reader.prepare(sql).all(...values) as Record<string, unknown>[]
      } finally {
        reader.close()
      }
    },
    tamper: (sql, ...values) => {
      const writer = new Database(join(home, 'people', `u-${subject}`, 'brainix.sqlite'))
      try {
        writer.prepare(sql).run(...values)
      } finally {
        writer.close()
      }
    },
    restart: async () => {
      await account.close()
      account = open()
    },
    close: async () => {
      await account.close()
      if (!options.home) await rm(home, { recursive: true, force: true })
    },
  }
  let account = open()
  return device
}

/** Waits until `condition` is true. Fails with `what` after `withinMs`. */
export async function until(what: string, condition: () => unknown, withinMs = 60_000): Promise<void> {
  const deadline = Date.now() + withinMs
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`not within ${withinMs} ms: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** Waits until a device has sent everything and knows that the centre has it, whatever decisions wait there. */
export function delivered(device: Device): Promise<void> {
  return until('everything delivered', () => {
    const { state, waiting, online, attentionCount } = device.account.status()
    return (
      state === 'delivered' || (state === 'attention' && attentionCount > 0 && waiting.total === 0 && online)
    )
  })
}
