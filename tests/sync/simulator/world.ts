import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { personalTableNames } from '../../../src/shared/contract/wire.ts'
import type { SimulatedCentre } from './centre.ts'
import { happen, strike } from './centre-events.ts'
import { Killed } from './crash.ts'
import { doDeed } from './deeds.ts'
import { SimulatedDevice } from './device.ts'
import { rollDice } from './dice.ts'
import { quiet, settle, setUp, storyStartMs } from './first-day.ts'
import { Ledger } from './ledger.ts'
import { Network } from './network.ts'
import { compareWithCentre } from './oracle.ts'
import type { PersonId } from './school.ts'
import { loseLaptop } from './stick.ts'
import type { Step, Story } from './story.ts'
import { VirtualTime } from './virtual-time.ts'
import { Watcher } from './watcher.ts'

/** What devices begin with: an empty database, and those of devices in use, by person. */
export interface Databases {
  blank: string
  used: ReadonlyMap<PersonId, string>
}

export interface Outcome {
  wrong: string[]
  /** What happened, in words, in order. */
  told: string[]
  requests: number
}

const preciseUpToMs = 90_000
/** How long the world may take to come to rest, in pauses. The long ones let the hourly and daily comparisons run. */
const untilRest = [1, 65, 65, 65, 3700, 65, 65, 90_000, 65, 65, 3700, 65, 90_000, 65].map(
  (seconds) => seconds * 1000,
)

/** A person's own rows have to be right before anything compares them: pulls are exact. */
const lastBeforeComparisons = 3
const isOwnWork = (text: string) => personalTableNames.some((table) => text.includes(`: ${table} `))

/** Plays a story from its beginning to a calm end, and looks at what has become of everything. */
export async function playStory(
  story: Story,
  centre: SimulatedCentre,
  folder: string,
  databases: Databases,
): Promise<Outcome> {
  const world = new World(story, centre, join(folder, `story-${story.seed}`), databases)
  try {
    return await world.play()
  } catch (error) {
    return { ...world.soFar, wrong: [error instanceof Error ? String(error.stack) : String(error)] }
  } finally {
    await world.end()
  }
}

class World {
  readonly #story: Story
  readonly #centre: SimulatedCentre
  readonly #folder: string
  readonly #time = new VirtualTime(storyStartMs)
  readonly #network: Network
  readonly #devices: SimulatedDevice[]
  readonly #ledger = new Ledger()
  readonly #watcher: Watcher
  readonly #told: string[] = []
  readonly #unhandled: string[] = []
  #disasters = false

  constructor(story: Story, centre: SimulatedCentre, folder: string, { blank, used }: Databases) {
    this.#story = story
    this.#centre = centre
    this.#folder = folder
    const dice = rollDice(`${story.seed}/world`)
    this.#network = new Network(centre, this.#time, dice.fork('network'), (packet, fate, status) => {
      if (fate !== 'arrives' || status.startsWith('5'))
        this.#tell(`  ${packet.device}: ${packet.url.pathname} ${fate} (${status})`)
    })
    this.#devices = story.devices.map(
      (person, at) =>
        new SimulatedDevice(
          `${person}-${at}`,
          person,
          folder,
          (story.outOfTheBox ? undefined : used.get(person)) ?? blank,
          this.#network,
          this.#time,
          dice.fork(`device ${at}`),
        ),
    )
    this.#watcher = new Watcher(this.#devices, this.#ledger, centre)
    process.on('unhandledRejection', this.#onUnhandled)
  }

  async play(): Promise<Outcome> {
    await this.#centre.begin()
    await setUp(this.#devices, this.#network)
    let wrong: string[] = []
    for (const step of this.#story.steps) {
      await this.#take(step)
      wrong = await this.#watcher.look(step.id)
      if (wrong.length > 0) break
    }
    if (wrong.length === 0) wrong = await this.#comeToRest()
    if (!this.#disasters)
      wrong.push(...this.#centre.failures.map((failure) => `the gateway failed: ${failure}`))
    wrong.push(...this.#unhandled)
    return { ...this.soFar, wrong }
  }

  get soFar(): Pick<Outcome, 'told' | 'requests'> {
    return { told: this.#told, requests: this.#network.carried }
  }

  async end(): Promise<void> {
    this.#network.calm()
    for (const device of this.#devices) {
      device.goOffline()
      await device.close()
    }
    await quiet()
    process.off('unhandledRejection', this.#onUnhandled)
    await rm(this.#folder, { recursive: true, force: true })
  }

  #onUnhandled = (error: unknown): void => {
    if (error instanceof Killed || /database connection is not open/.test(String(error))) return
    this.#unhandled.push(`a rejection nobody handled: ${String(error)}`)
  }

  async #take(step: Step): Promise<void> {
    if ('device' in step) {
      const device = this.#devices[step.device]
      if (device) await this.#onDevice(step, device)
    } else if (step.kind === 'pass') {
      this.#tell(`${step.id}. ${step.ms / 1000} s pass`)
      await this.#pass(step.ms)
    } else if (step.kind === 'centre') {
      const people = [...new Set(this.#story.devices)]
      this.#tell(`${step.id}. At the centre ${await happen(this.#centre, step, this.#ledger, people)}`)
    } else if (step.kind === 'disaster') {
      this.#disasters = true
      this.#tell(`${step.id}. ${await strike(this.#centre, step.disaster, this.#ledger)}`)
    }
    await this.#settle()
  }

  async #onDevice(step: Extract<Step, { device: number }>, device: SimulatedDevice): Promise<void> {
    const tell = (text: string) => this.#tell(`${step.id}. ${device.name} ${text}`)
    switch (step.kind) {
      case 'deed': {
        if (device.killed) this.#revive(device, step)
        if (device.closed) device.start()
        const nowMs = this.#time.nowMs + device.clockErrorMs
        // told before it is known how it ends: a process may end in the middle
        const text = doDeed(device, step, this.#ledger, nowMs)
        return tell(text)
      }
      case 'fates':
        tell(`will have ${step.requests} requests that are ${step.fate}, after ${step.after} that are not`)
        device.fates.push(
          ...Array.from({ length: step.after }, () => 'arrives' as const),
          ...Array.from({ length: step.requests }, () => step.fate),
        )
        return
      case 'offline':
        tell('loses its network')
        return device.goOffline()
      case 'online':
        tell('has a network')
        return device.goOnline()
      case 'kill':
        tell('is killed')
        return device.kill()
      case 'kill at':
        tell(`will be killed at its ${step.statement}. statement from here`)
        return device.killAtStatement(step.statement)
      case 'revive':
        return this.#revive(device, step)
      case 'quit':
        tell('is closed')
        await device.close()
        return
      case 'ring':
        return device.ring()
      case 'break line':
        return device.breakLine()
      case 'outdated':
        tell('is too old for the centre')
        device.outdated = true
        return
      case 'disk full':
        tell(`has ${step.pages} pages of disk left`)
        return device.fillDisk(step.pages)
      case 'disk full at':
        tell(`has a disk that is full from its ${step.write}. write on`)
        return device.fillDiskAtWrite(step.write)
      case 'sign out':
        tell(`signs out${step.cutAtStep === null ? '' : `, and the power goes at step ${step.cutAtStep}`}`)
        return device.signOut(step.cutAtStep)
      case 'older':
        tell('has an older app')
        device.older = true
        this.#ledger.older.add(device.name)
        return
      case 'lose laptop':
        return tell(await loseLaptop(device, this.#ledger))
      case 'disk free':
        tell('has space again')
        return device.fillDisk(null)
      case 'clock':
        tell(`’s clock is ${step.years} years off`)
        device.clockErrorMs = step.years * 365 * 86_400_000
        return
      default:
    }
  }

  #revive(device: SimulatedDevice, step: Step): void {
    if (!device.killed) return
    const dice = rollDice(`${step.seed}/revive`)
    const torn = dice.chance(0.3)
      ? Uint8Array.from({ length: 1 + dice.below(20_000) }, () => dice.below(256))
      : null
    this.#tell(`${step.id}. ${device.name} is started again${torn ? ', its last write torn' : ''}`)
    device.comeBack(torn)
  }

  async #pass(ms: number): Promise<void> {
    const target = this.#time.nowMs + ms
    // a long pause is a lid that was closed: what was due meanwhile is due at its end, once
    if (ms > preciseUpToMs) this.#time.nowMs = target
    for (;;) {
      await this.#settle()
      const arrival = this.#network.nextArrivalMs()
      if (
        arrival !== null &&
        arrival > this.#time.nowMs &&
        arrival <= target &&
        !this.#time.dueBefore(arrival)
      ) {
        this.#time.nowMs = arrival
        continue
      }
      if (!this.#time.fireNext(target)) break
    }
    this.#time.nowMs = target
    await this.#settle()
  }

  #settle(): Promise<void> {
    return settle(this.#network)
  }

  async #comeToRest(): Promise<string[]> {
    this.#tell('— all troubles end —')
    for (const device of this.#devices) {
      device.fates = []
      if (device.killed) device.comeBack(null)
      if (device.outdated) {
        await device.close()
        device.outdated = false
      }
      if (device.closed) device.start()
      device.fillDisk(null)
      device.neverKill()
      device.goOnline()
    }
    let wrong: string[] = []
    for (const [turn, pauseMs] of untilRest.entries()) {
      for (const device of this.#devices) device.account.sync.kick()
      await this.#pass(pauseMs)
      if (turn < 1) continue
      wrong = []
      for (const device of this.#devices) wrong.push(...(await compareWithCentre(device, this.#centre)))
      if (wrong.length === 0) return this.#ledger.check(this.#centre)
      const own = wrong.filter(isOwnWork)
      if (turn === lastBeforeComparisons && own.length > 0)
        return own.map((text) => `${text}, and only the daily comparison could mend it`)
    }
    return [...wrong, ...(await this.#ledger.check(this.#centre))]
  }

  #tell(text: string): void {
    this.#told.push(text)
  }
}
