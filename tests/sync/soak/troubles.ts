import { setTimeout as pause } from 'node:timers/promises'
import { happen } from '../simulator/centre-events.ts'
import type { Dice } from '../simulator/dice.ts'
import type { Ledger } from '../simulator/ledger.ts'
import type { CentreEvent } from '../simulator/story.ts'
import { pickDeed } from '../simulator/story.ts'
import type { SoakDevice } from './device.ts'
import { smooth } from './rough-line.ts'
import type { SoakCentre } from './soak-centre.ts'

export interface TroublesOptions {
  centre: SoakCentre
  devices: readonly SoakDevice[]
  ledger: Ledger
  dice: Dice
  /** Commits of one burst. */
  burst: number
  count: (what: string, by?: number) => void
  /** Takes down what happens, in words. */
  tell: (text: string) => void
}

/** What may happen at the centre while devices write: nothing that takes a text away that somebody is just sending. */
const events: readonly CentreEvent[] = [
  'add lesson',
  'hide lesson',
  'hide course',
  'show course',
  'edit question',
  'change quiz type',
  'web note',
  'web edit',
  'suspend',
  'resume',
  'message',
  'fold counters',
]

const burstEveryMs = 20_000

/** Chance, in real time: one thing after another is done or goes wrong. */
export class Troubles {
  readonly #options: TroublesOptions
  readonly #underWay = new Set<Promise<unknown>>()
  #step = 0
  #burstAtMs = Date.now() + 3000
  #ended = false

  constructor(options: TroublesOptions) {
    this.#options = options
  }

  /** Lets one thing happen, and a moment pass. */
  async next(): Promise<void> {
    const { dice, devices, centre } = this.#options
    this.#step += 1
    const what = dice.below(1000)
    const device = dice.pick(devices)
    if (Date.now() > this.#burstAtMs) this.#burst()
    else if (what < 700) this.#deed(device)
    else if (what < 800) this.#event()
    else if (what < 830) this.#killDevice(device)
    else if (what < 838) this.#killGateway()
    else if (what < 841 && centre.mayKillPostgres) this.#killPostgres()
    else if (what < 900) this.#mood(device)
    else if (what < 940) this.#cut(device)
    else if (what < 960) this.#goOffline(device)
    else if (what < 970) this.#later(device.running ? device.keepCourses() : null)
    await pause(20 + dice.below(120))
  }

  /** Nothing more goes wrong. @returns when what was under way is over. */
  async end(): Promise<void> {
    this.#ended = true
    while (this.#underWay.size > 0) await Promise.all(this.#underWay)
  }

  #deed(device: SoakDevice): void {
    const { dice, ledger, count, tell } = this.#options
    const step = this.#step
    if (!device.running || device.busy) return
    const deed = pickDeed(dice)
    device.busy = true
    count('deeds')
    this.#later(
      device
        .deed(step, `${dice.next()}`, deed, ledger)
        .then((said) => tell(`${step}. ${device.name} ${said}`))
        .finally(() => {
          device.busy = false
        }),
    )
  }

  #event(): void {
    const { dice, centre, ledger, devices, count, tell } = this.#options
    const step = { id: this.#step, seed: `${dice.next()}`, event: dice.pick(events) }
    const people = [...new Set(devices.map(({ person }) => person))]
    count('changes at the centre')
    this.#later(
      happen(centre, step, ledger, people).then((said) => tell(`${step.id}. At the centre ${said}`)),
    )
  }

  #burst(): void {
    const { centre, burst, count } = this.#options
    this.#burstAtMs = Date.now() + burstEveryMs
    this.#later(centre.burst(burst, () => this.#ended).then((commits) => count('commits in bursts', commits)))
  }

  /** Never in the middle of what a person does: nobody could say afterwards what they had been promised. */
  #killDevice(device: SoakDevice): void {
    const { dice, count, tell } = this.#options
    if (!device.running || device.busy) return
    device.busy = true
    count('engines killed')
    tell(`${device.name} is killed`)
    const awayMs = 200 + dice.below(4000)
    this.#later(
      device
        .kill()
        .then(() => this.#wait(awayMs))
        .then(() => device.start())
        .finally(() => {
          device.busy = false
        }),
    )
  }

  #killGateway(): void {
    const { dice, centre, count, tell } = this.#options
    if (!centre.gatewayRunning) return
    count('gateways killed')
    tell('the gateway is killed')
    const awayMs = 200 + dice.below(5000)
    this.#later(
      centre
        .killGateway()
        .then(() => this.#wait(awayMs))
        .then(() => centre.untilPostgresAnswers())
        .then(() => centre.startGateway()),
    )
  }

  #killPostgres(): void {
    const { centre, count, tell } = this.#options
    count('Postgres killed')
    tell('Postgres is killed')
    this.#later(centre.killPostgres().then(() => centre.untilPostgresAnswers()))
  }

  #mood(device: SoakDevice): void {
    const { dice } = this.#options
    device.line.mood = dice.chance(0.3)
      ? smooth
      : { down: false, delayMs: dice.pick([0, 50, 400, 1500]), cut: dice.pick([0, 0.01, 0.05, 0.2]) }
  }

  #cut(device: SoakDevice): void {
    this.#options.count('lines cut')
    device.line.cutAll()
  }

  #goOffline(device: SoakDevice): void {
    const { dice, count } = this.#options
    if (device.line.mood.down) return
    count('spells offline')
    const { mood } = device.line
    device.line.mood = { ...mood, down: true }
    device.line.cutAll()
    this.#later(
      this.#wait(500 + dice.below(20_000)).then(() => {
        device.line.mood = { ...mood, down: false }
      }),
    )
  }

  async #wait(ms: number): Promise<void> {
    for (const untilMs = Date.now() + ms; Date.now() < untilMs && !this.#ended; ) await pause(50)
  }

  /** Goes on by itself. What fails does so because something was killed: what was promised is the ledger's to say. */
  #later(work: Promise<unknown> | null): void {
    if (!work) return
    const over = work.catch(() => {}).finally(() => this.#underWay.delete(over))
    this.#underWay.add(over)
  }
}
