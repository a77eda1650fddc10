import { type Dice, rollDice } from './dice.ts'
import { type Fate, fates } from './network.ts'
import type { PersonId } from './school.ts'

/** What people do, by name of what they mean to do. */
export const deeds = [
  'write note',
  'edit note',
  'delete note',
  'watch',
  'complete',
  'visit',
  'enroll',
  'start quiz',
  'answer',
  'hand in',
  'whole quiz',
  'keep course',
  'keep own course',
  'settle refusal',
  'settle conflict',
  'send again',
  'save unsent',
  'bring unsent',
  'teach',
  'write draft',
  'delete draft',
  'review',
  'study',
  'look',
  'edit profile',
  'review course',
] as const
export type Deed = (typeof deeds)[number]

/** What happens at the centre without any device. */
export const centreEvents = [
  'edit lesson',
  'add lesson',
  'hide lesson',
  'delete lesson',
  'delete course',
  'edit course',
  'hide course',
  'show course',
  'edit question',
  'change quiz type',
  'web note',
  'web edit',
  'web delete',
  'suspend',
  'resume',
  'message',
  'burst',
  'fold counters',
  'new feed',
] as const
export type CentreEvent = (typeof centreEvents)[number]

/** What damages the centre itself. Rare: each costs a database of its own. */
export const disasters = [
  'backup',
  'restore',
  'alter table',
  'lose shape log',
  'drop slot',
  'restart postgres',
] as const
export type Disaster = (typeof disasters)[number]

/** `id` is unique in the story and names what the step makes; `seed` decides what the step chooses. */
export type Step = { id: number; seed: string } & (
  | { kind: 'deed'; device: number; deed: Deed }
  | { kind: 'centre'; event: CentreEvent }
  | { kind: 'disaster'; disaster: Disaster }
  | { kind: 'fates'; device: number; fate: Fate; requests: number; after: number }
  | {
      kind:
        | 'offline'
        | 'online'
        | 'kill'
        | 'revive'
        | 'quit'
        | 'ring'
        | 'break line'
        | 'outdated'
        | 'older'
        | 'lose laptop'
      device: number
    }
  | { kind: 'kill at'; device: number; statement: number; torn: boolean }
  | { kind: 'disk full'; device: number; pages: number }
  | { kind: 'disk full at'; device: number; write: number }
  | { kind: 'disk free'; device: number }
  | { kind: 'sign out'; device: number; cutAtStep: number | null }
  | { kind: 'clock'; device: number; years: number }
  | { kind: 'pass'; ms: number }
)

export interface Story {
  seed: number
  /** Whose devices there are; the first letter of the week's weather is not their fault. */
  devices: PersonId[]
  /** Whether they are new, and everything has to come first. */
  outOfTheBox: boolean
  steps: Step[]
}

const secondMs = 1000
const dayMs = 86_400_000

/** A story of single steps. Each has its own weather: some troubles, not all at once. */
export function writeWeather(seed: number): Story {
  const dice = rollDice(seed)
  const devices = weighted<PersonId[]>(dice, [
    [['ana', 'ana'], 5],
    [['ana', 'ida'], 2],
    [['ana', 'ana', 'ben'], 2],
    [['ana', 'ana', 'ida'], 2],
    [['ben', 'ben', 'ana', 'ana'], 1],
    [['ana', 'ana', 'ben', 'ida', 'ida'], 1],
  ])
  const outOfTheBox = dice.chance(0.2)
  const weather = pickWeather(dice)
  const steps: Step[] = []
  const length = pickLength(dice)
  for (let id = 1; steps.length < length; id++)
    steps.push(writeStep(id, `${seed}/${id}`, dice, devices, weather))
  return { seed, devices, outOfTheBox, steps }
}

interface Weather {
  kinds: readonly (readonly [Step['kind'], number])[]
  fates: readonly Fate[]
  events: readonly CentreEvent[]
  disasters: readonly Disaster[]
}

function pickWeather(dice: Dice): Weather {
  const some = <T>(items: readonly T[], probability: number) => items.filter(() => dice.chance(probability))
  const heavy = dice.chance(0.06) ? [dice.pick(disasters.slice(2))] : []
  const restored: Disaster[] = dice.chance(0.06) ? ['backup', 'restore'] : []
  const troubles: [Step['kind'], number][] = some(
    [
      ['fates', 14],
      ['offline', 6],
      ['kill', 3],
      ['kill at', 5],
      ['quit', 2],
      ['ring', 3],
      ['break line', 1],
      ['outdated', 1],
      ['older', 1],
      ['sign out', 2],
      ['disk full', 3],
      ['disk full at', 3],
      ['clock', 2],
      ['centre', 8],
    ],
    0.5,
  )
  const kinds: [Step['kind'], number][] = [['deed', 45], ['pass', 10], ...troubles]
  if (troubles.some(([kind]) => kind === 'offline')) kinds.push(['online', 6])
  if (troubles.some(([kind]) => kind.startsWith('disk full'))) kinds.push(['disk free', 4])
  // what a lost laptop had sent is nowhere but at the centre: no backup brings that back
  if (restored.length === 0 && dice.chance(0.15)) kinds.push(['lose laptop', 1])
  if (heavy.length + restored.length > 0) kinds.push(['disaster', 6])
  return {
    kinds,
    fates: some(fates, 0.5).concat('lost'),
    events: some(centreEvents, 0.5).concat('edit lesson', 'web edit'),
    disasters: [...heavy, ...restored],
  }
}

/** Most stories are short, so that there are many; a few are long, as some things take their time to go wrong. */
function pickLength(dice: Dice): number {
  const [from, span] = weighted<[number, number]>(dice, [
    [[5, 15], 12],
    [[20, 25], 6],
    [[45, 75], 1],
  ])
  return from + dice.below(span)
}

function writeStep(id: number, seed: string, dice: Dice, devices: PersonId[], weather: Weather): Step {
  const kind = weighted(dice, weather.kinds)
  const device = dice.below(devices.length)
  const base = { id, seed }
  switch (kind) {
    case 'deed':
      return { ...base, kind, device, deed: pickDeed(dice) }
    case 'centre':
      return { ...base, kind, event: dice.pick(weather.events) }
    case 'disaster':
      return { ...base, kind, disaster: dice.pick(weather.disasters) }
    case 'fates':
      return {
        ...base,
        kind,
        device,
        fate: dice.pick(weather.fates),
        requests: 1 + dice.below(3),
        after: dice.below(3),
      }
    case 'kill at':
      return {
        ...base,
        kind,
        device,
        statement: 1 + dice.below(dice.chance(0.5) ? 12 : 120),
        torn: dice.chance(0.5),
      }
    case 'disk full':
      return { ...base, kind, device, pages: dice.below(4) }
    case 'disk full at':
      return { ...base, kind, device, write: 1 + dice.below(dice.chance(0.5) ? 6 : 60) }
    case 'sign out':
      return { ...base, kind, device, cutAtStep: dice.chance(0.3) ? 1 + dice.below(8) : null }
    case 'clock':
      return { ...base, kind, device, years: dice.pick([-10, -1, 1, 10]) }
    case 'pass':
      return { ...base, kind, ms: pickPause(dice) }
    default:
      return { ...base, kind, device }
  }
}

/** Something people do, more often what they do often. */
export function pickDeed(dice: Dice): Deed {
  return weighted(dice, [
    ['write note', 14],
    ['edit note', 24],
    ['delete note', 6],
    ['watch', 12],
    ['complete', 8],
    ['visit', 4],
    ['enroll', 3],
    ['start quiz', 6],
    ['answer', 12],
    ['hand in', 6],
    ['whole quiz', 5],
    ['keep course', 4],
    ['settle refusal', 2],
    ['settle conflict', 3],
    ['send again', 2],
    ['save unsent', 2],
    ['bring unsent', 2],
    ['teach', 7],
    ['review', 5],
    ['study', 4],
    ['look', 2],
    ['edit profile', 1],
    ['review course', 2],
  ])
}

function pickPause(dice: Dice): number {
  return weighted(dice, [
    [300, 3],
    [5 * secondMs, 5],
    [30 * secondMs, 3],
    [62 * secondMs, 2],
    [0.1 * dayMs, 2],
    [3 * dayMs, 1],
  ])
}

/** One of the items, each as often as its weight says. */
export function weighted<T>(dice: Dice, items: readonly (readonly [T, number])[]): T {
  let at = dice.next() * items.reduce((sum, [, weight]) => sum + weight, 0)
  for (const [item, weight] of items) {
    at -= weight
    if (at < 0) return item
  }
  return items[0]?.[0] as T
}
