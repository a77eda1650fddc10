import type { Account } from '../../../src/engine/account.ts'
import type { MutationName } from '../../../src/shared/contract/mutations.ts'
import { Killed } from './crash.ts'
import type { Dice } from './dice.ts'
import { hostileText } from './hostile-text.ts'
import type { Ledger } from './ledger.ts'
import type { PersonId } from './school.ts'
import { markOf } from './taken.ts'

/** What is needed of a device to do something on it. */
export interface InHand {
  readonly name: string
  readonly person: PersonId
  /** What it calls itself towards the centre. */
  readonly clientId: string
  readonly account: Account
  rows(sql: string, ...values: unknown[]): Record<string, unknown>[]
}

/** Where what is done is written down. */
export type Notebook = Pick<Ledger, 'take' | 'remove' | 'about' | 'doubt' | 'carry' | 'carriedBy' | 'arrive'>

/** Somebody about to do something on a device. */
export interface Doing {
  device: InHand
  step: { id: number; seed: string }
  dice: Dice
  ledger: Notebook
  nowMs: number
}

/** Does it, and writes it down as the app took it. @param removes marks of texts that are taken away with it. */
export function take(
  doing: Doing,
  name: MutationName,
  args: Record<string, unknown>,
  removes: readonly string[] = [],
): void {
  const { device } = doing
  const number = noted(doing, () => device.account.mutate(name, args), removes)
  doing.ledger.remove(removes)
  const waiting = waitingOn(device).get(number)
  writeDown(doing, number, name, args, waiting ? JSON.parse(waiting.args) : args)
}

/** What the app queues by itself when it is told to do many things at once. @returns what `work` says. */
export function takeAll<T>(doing: Doing, work: () => T): T {
  const before = waitingOn(doing.device)
  const result = noted(doing, work)
  for (const [number, { name, args }] of waitingOn(doing.device))
    if (before.get(number)?.args !== args) {
      const payload = JSON.parse(args)
      writeDown(doing, number, name, payload, payload)
    }
  return result
}

function noted<T>(doing: Doing, work: () => T, removes: readonly string[] = []): T {
  const client = doing.device.clientId
  doing.ledger.about(removes)
  try {
    return work()
  } catch (error) {
    if (error instanceof Killed) doing.ledger.doubt(client)
    throw error
  }
}

function writeDown(
  { device, step, ledger }: Doing,
  number: number,
  name: MutationName,
  args: Record<string, unknown>,
  payload: unknown,
): void {
  const { person, clientId: client } = device
  ledger.take({ step: step.id, device: device.name, client, number, person, name, args }, payload)
}

function waitingOn(device: InHand): Map<number, { name: MutationName; args: string }> {
  const rows = device.rows('SELECT number, name, args FROM outbox ORDER BY number')
  return new Map(
    rows.map((row) => [Number(row.number), { name: row.name as MutationName, args: String(row.args) }]),
  )
}

export function changedText(doing: Doing, base: string): string {
  const lines = base.split('\n')
  const at = doing.dice.below(lines.length)
  const fresh = line(doing, '')
  switch (doing.dice.below(5)) {
    case 0:
      return [...lines, fresh].join('\n')
    case 1:
      return [fresh, ...lines].join('\n')
    case 2:
      return lines.toSpliced(at, 1, fresh).join('\n')
    case 3:
      return lines.toSpliced(at, 0, fresh).join('\n')
    default:
      return fresh
  }
}

/** One line: a hostile text's own line breaks would take the mark apart from it. */
export function line(doing: Doing, part: string): string {
  return `${markOf(doing.step.id, part)} ${hostileText(doing.dice)}`
}

export function pickId({ device, dice }: Doing, sql: string, ...values: unknown[]): string | undefined {
  const rows = device.rows(sql, ...values)
  return rows.length === 0 ? undefined : String(dice.pick(rows).id)
}
