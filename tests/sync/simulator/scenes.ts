import type { Dice } from './dice.ts'
import type { Fate } from './network.ts'
import type { PersonId } from './school.ts'
import type { CentreEvent, Deed, Step } from './story.ts'

type WithoutName<S> = S extends unknown ? Omit<S, 'id' | 'seed'> : never
/** A step that has no name in its story yet. */
type Beat = WithoutName<Step>

/** Whom a scene may be about. */
interface Cast {
  dice: Dice
  devices: readonly PersonId[]
}

export const scenes = [
  'long absence',
  'answers lost',
  'refused',
  'put back',
  'lists made anew',
  'two at once',
  'changes skipped',
  'two drafts',
  'carried',
] as const
export type Scene = (typeof scenes)[number]

const secondMs = 1000
const dayMs = 86_400_000

/**
 * Steps that belong together. Some things only go wrong where several meet (an answer that is lost, and somebody who
 * writes on; a list that is made anew while work waits), and single steps drawn one by one seldom do.
 */
export function stage(scene: Scene, cast: Cast): Beat[] {
  return how[scene](cast)
}

const how: Record<Scene, (cast: Cast) => Beat[]> = {
  'long absence': (cast) => {
    const { dice } = cast
    const [away, other] = pair(cast)
    return [
      deed(away, 'write note'),
      pass(5 * secondMs),
      ring(other),
      { kind: 'offline', device: away },
      ...some(dice, 4, () =>
        deed(away, dice.pick(['edit note', 'watch', 'edit note', 'delete note', 'visit'])),
      ),
      ...some(dice, 3, () => deed(other, dice.pick(['edit note', 'edit note', 'watch', 'delete note']))),
      ...some(dice, 3, () =>
        centre(dice.pick(['web edit', 'edit lesson', 'delete lesson', 'hide lesson', 'suspend', 'web edit'])),
      ),
      pass(3 * dayMs),
      // it hears of everything before anything of its own gets through
      fates(away, dice.pick(['lost', 'unanswered', 'busy']), 1, 1),
      { kind: 'online', device: away },
      deed(away, 'edit note'),
      pass(30 * secondMs),
    ]
  },
  'answers lost': (cast) => {
    const { dice } = cast
    const [device] = pair(cast)
    return [
      deed(device, 'write note'),
      ...some(dice, 2, () => [
        fates(device, dice.pick(['unanswered', 'unanswered', 'torn']), 1, 0),
        deed(device, dice.pick(['edit note', 'edit note', 'whole quiz', 'watch'])),
        deed(device, 'edit note'),
        deed(device, dice.pick(['edit note', 'answer', 'watch'])),
        pass(dice.pick([5, 30]) * secondMs),
      ]).flat(),
    ]
  },
  refused: (cast) => {
    const { dice } = cast
    const [away, other] = pair(cast)
    return [
      { kind: 'offline', device: away },
      ...some(dice, 3, () => deed(away, dice.pick(['write note', 'write note', 'watch', 'complete']))),
      ...some(dice, 2, () => centre('delete lesson')),
      deed(away, dice.pick(['edit note', 'write note', 'watch'])),
      deed(away, dice.pick(['edit note', 'visit', 'whole quiz'])),
      { kind: 'online', device: away },
      pass(30 * secondMs),
      ring(other),
      ...some(dice, 2, () =>
        deed(
          dice.pick([away, other]),
          dice.pick(['send again', 'settle refusal', 'edit note', 'write note', 'delete note']),
        ),
      ),
    ]
  },
  'put back': (cast) => {
    const { dice } = cast
    const [one, other] = pair(cast)
    const works = () =>
      deed(dice.pick([one, one, other]), dice.pick(['write note', 'watch', 'edit note', 'visit']))
    return [
      works(),
      { kind: 'disaster', disaster: 'backup' },
      ...some(dice, 3, works),
      pass(5 * secondMs),
      { kind: 'disaster', disaster: 'restore' },
      ...some(dice, 2, works),
      pass(62 * secondMs),
    ]
  },
  'lists made anew': (cast) => {
    const { dice } = cast
    const [away, other] = pair(cast)
    return [
      { kind: 'offline', device: away },
      ...some(dice, 3, () => deed(away, dice.pick(['write note', 'edit note', 'watch', 'teach', 'teach']))),
      ...some(dice, 3, () =>
        centre(dice.pick(['delete lesson', 'hide lesson', 'hide course', 'edit lesson', 'web delete'])),
      ),
      { kind: 'disaster', disaster: 'lose shape log' },
      ...some(dice, 1, () => centre('new feed')),
      deed(other, dice.pick(['edit note', 'watch', 'keep course'])),
      fates(away, dice.pick(['lost', 'torn', 'unanswered']), 1, dice.below(4)),
      { kind: 'online', device: away },
      pass(30 * secondMs),
    ]
  },
  'two at once': (cast) => {
    const { dice } = cast
    const [one, other] = pair(cast)
    const changes = () => dice.pick<Deed>(['edit note', 'edit note', 'watch', 'watch', 'delete note'])
    return [
      deed(one, 'write note'),
      pass(5 * secondMs),
      ring(other),
      { kind: 'offline', device: one },
      { kind: 'offline', device: other },
      deed(one, 'edit note'),
      ...some(dice, 2, () => deed(one, changes())),
      deed(other, dice.pick(['edit note', 'edit note', 'delete note'])),
      ...some(dice, 2, () => deed(other, changes())),
      { kind: 'online', device: one },
      pass(5 * secondMs),
      ...(dice.chance(0.7)
        ? [fates(other, dice.pick(['unanswered', 'twice', 'twice', 'echoed']), 1, 1)]
        : []),
      { kind: 'online', device: other },
      pass(30 * secondMs),
      ring(one),
      deed(dice.pick([one, other]), dice.pick(['settle conflict', 'edit note', 'delete note'])),
    ]
  },
  'changes skipped': (cast) => {
    const { dice } = cast
    const device = dice.below(cast.devices.length)
    return [
      deed(device, 'keep course'),
      pass(5 * secondMs),
      ...some(dice, 2, () =>
        centre(dice.pick(['edit lesson', 'add lesson', 'delete lesson', 'edit question', 'edit course'])),
      ),
      fates(device, 'skips', 12 + dice.below(12), dice.below(3)),
      pass(62 * secondMs),
      deed(device, 'visit'),
    ]
  },
  'two drafts': (cast) => {
    const { dice, devices } = cast
    const one = Math.max(0, devices.indexOf('ida'))
    const other = Math.max(one, devices.lastIndexOf('ida'))
    const teaches = () => dice.pick<Deed>(['teach', 'write draft', 'write draft'])
    return [
      deed(one, 'keep own course'),
      deed(other, 'keep own course'),
      ...(dice.chance(0.6) ? [centre('add lesson')] : []),
      pass(62 * secondMs),
      { kind: 'offline', device: one },
      ...(dice.chance(0.5) ? [{ kind: 'offline', device: other } as const] : []),
      deed(one, 'write draft'),
      ...some(dice, 2, () => deed(one, teaches())),
      deed(other, dice.pick(['write draft', 'write draft', 'delete draft'])),
      ...some(dice, 2, () => deed(other, teaches())),
      ...some(dice, 1, () => centre(dice.pick(['edit lesson', 'burst', 'edit course', 'add lesson']))),
      { kind: 'online', device: one },
      pass(30 * secondMs),
      { kind: 'online', device: other },
      pass(5 * secondMs),
      // what was sent is confirmed, and what comes of courses does not get through
      fates(other, 'lost', 6, 2),
      deed(other, dice.pick(['teach', 'settle conflict', 'write draft', 'write draft'])),
      pass(5 * secondMs),
      deed(other, 'watch'),
    ]
  },
  carried: (cast) => {
    const { dice } = cast
    const [one, other] = pair(cast)
    return [
      { kind: 'offline', device: one },
      deed(one, 'write note'),
      ...some(dice, 2, () => deed(one, dice.pick(['edit note', 'watch', 'write note']))),
      deed(one, 'save unsent'),
      ...(dice.chance(0.5) ? [deed(one, 'edit note')] : []),
      { kind: 'online', device: one },
      pass(5 * secondMs),
      ring(other),
      deed(other, dice.pick(['delete note', 'edit note', 'delete note'])),
      deed(other, 'bring unsent'),
      pass(5 * secondMs),
    ]
  },
}

/** Two devices, of one person where somebody has two. */
function pair({ dice, devices }: Cast): [number, number] {
  const twins = devices.flatMap((person, at) => {
    const other = devices.indexOf(person, at + 1)
    return other < 0 ? [] : [[at, other] as [number, number]]
  })
  if (twins.length === 0) return [0, devices.length - 1]
  const [one, other] = dice.pick(twins)
  return dice.chance(0.5) ? [one, other] : [other, one]
}

function some<T>(dice: Dice, atMost: number, one: () => T): T[] {
  return Array.from({ length: 1 + dice.below(atMost) }, one)
}

const deed = (device: number, what: Deed): Beat => ({ kind: 'deed', device, deed: what })
const centre = (event: CentreEvent): Beat => ({ kind: 'centre', event })
const ring = (device: number): Beat => ({ kind: 'ring', device })
const pass = (ms: number): Beat => ({ kind: 'pass', ms })
const fates = (device: number, fate: Fate, requests: number, after: number): Beat => ({
  kind: 'fates',
  device,
  fate,
  requests,
  after,
})
