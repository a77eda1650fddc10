import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** One rule of the product, and how to take it out. */
export interface Break {
  rule: string
  /** What is no longer so. */
  says: string
  /** From the top of the repository. */
  file: string
  /** Stands in the file exactly once. */
  find: string
  replace: string
  /** Seeds within which the simulator has to notice. */
  within: number
  /** One of those, whose story is known to end badly without the rule. */
  seed?: number
}

/**
 * The rules the simulator has been shown to watch over. Taken out when the source is loaded, so that the product itself
 * has no switch that weakens it.
 */
export const breaks: readonly Break[] = [
  {
    rule: 'leave-on-push',
    says: 'a mutation leaves the outbox when the push is answered, not when a pull carries its number',
    file: 'src/engine/sync/push.ts',
    find: 'if (answer.lastMutation < after) return true',
    replace: `door.write((tx) => { tx.sqlite.prepare('DELETE FROM outbox WHERE number <= ?').run(answer.lastMutation) })
    if (answer.lastMutation < after) return true`,
    within: 60,
    seed: 1,
  },
  {
    rule: 'not-marked-as-sent',
    says: 'what has left the device is not marked, and goes on changing',
    file: 'src/engine/outbox/outbox.ts',
    find: "'UPDATE outbox SET sent = 1 WHERE",
    replace: "'UPDATE outbox SET sent = 0 WHERE",
    within: 100,
    seed: 1,
  },
  {
    rule: 'fold-into-sent',
    says: 'later work folds into an entry that was sent',
    file: 'src/engine/outbox/outbox.ts',
    find: 'WHERE fold_key = ? AND sent = 0',
    replace: 'WHERE fold_key = ?',
    within: 100,
  },
  {
    rule: 'cursor-apart',
    says: 'the cursor is written before the rows, in a transaction of its own',
    file: 'src/engine/sync/pull.ts',
    find: 'deps.door.write((tx) => {\n    const nowMs = deps.nowMs()',
    replace:
      "deps.door.write((tx) => writeState(tx, 'cursor', end.cursor))\n  deps.door.write((tx) => {\n    const nowMs = deps.nowMs()",
    within: 100,
  },
  {
    rule: 'no-base',
    says: 'the confirmed version of a row that is changed here is not kept',
    file: 'src/engine/db/write-door.ts',
    find: 'this.#saveBase.run(mirrored.name, id, present ? JSON.stringify(present) : null)',
    replace: '',
    within: 60,
  },
  {
    rule: 'no-restore',
    says: 'what came is applied on top of unconfirmed changes',
    file: 'src/engine/sync/rebase.ts',
    find: 'if (concerned) restore(tx, bases)',
    replace: "if (concerned) tx.sqlite.prepare('DELETE FROM base_rows').run()",
    within: 60,
  },
  {
    rule: 'no-replay',
    says: 'what still waits is not applied again after the confirmed state came in',
    file: 'src/engine/sync/rebase.ts',
    find: 'if (concerned) for (const entry of outboxEntries(tx.sqlite)) replayOne(tx, entry, replay)',
    replace: '',
    within: 60,
  },
  {
    rule: 'numbers-used-twice',
    says: 'a number that left the outbox is given to something else',
    file: 'src/engine/outbox/outbox.ts',
    find: 'return row.highest + 1',
    replace:
      "return (sqlite.prepare('SELECT coalesce(max(number), 0) AS last FROM outbox').get() as { last: number }).last + 1",
    within: 20,
    seed: 2,
  },
  {
    rule: 'deletions-ignored',
    says: 'rows a pull calls gone stay',
    file: 'src/engine/sync/personal-rows.ts',
    find: 'for (const id of line.gone) tx.confirmed.remove(table, id)',
    replace: '',
    within: 120,
    seed: 110,
  },
  {
    rule: 'full-pull-keeps',
    says: 'rows a full pull does not name stay',
    file: 'src/engine/sync/personal-rows.ts',
    find: 'const present = stagedIds(tx.sqlite, scope, name)',
    replace: 'const present = { has: () => true }',
    within: 150,
  },
  {
    rule: 'refetch-keeps',
    says: 'rows a refetched shape no longer has stay',
    file: 'src/engine/sync/shape-group.ts',
    find: 'if (!present.has(id)) leaveShape(',
    replace: 'if (false) leaveShape(',
    within: 150,
  },
  {
    rule: 'digests-ignored',
    says: 'a group whose digests disagree is taken for whole',
    file: 'src/engine/sync/shape-group.ts',
    find: 'return theirs !== undefined && (',
    replace: 'return theirs === undefined && (',
    within: 100,
  },
  {
    rule: 'journal-kept-back',
    says: 'what a restored centre lost is not sent again',
    file: 'src/engine/outbox/outbox.ts',
    find: 'if (lastMutation < before) {',
    replace: 'if (lastMutation < 0) {',
    within: 150,
  },
  {
    rule: 'last-seconds-win',
    says: 'the last report of watched seconds wins, not the highest',
    file: 'src/shared/domain/progress.ts',
    find: 'Math.max(left.watchedSeconds, right.watchedSeconds)',
    replace: 'right.watchedSeconds',
    within: 60,
  },
  {
    rule: 'last-text-wins',
    says: 'of two texts the later one replaces the other',
    file: 'src/shared/domain/merge-text.ts',
    find: 'if (mine === theirs || theirs === base) return',
    replace: 'return',
    within: 60,
  },
  {
    rule: 'refusal-stops-the-queue',
    says: 'a refused mutation keeps everything behind it from being applied',
    file: 'server/push/apply-batch.ts',
    find: 'rejected.push({ number: mutation.number',
    replace: 'throw refusal; rejected.push({ number: mutation.number',
    within: 60,
  },
  {
    rule: 'refusal-forgotten',
    says: 'a refused mutation is not kept',
    file: 'server/push/apply-batch.ts',
    find: 'await keepRejection(client, caller, request, mutation, refusal)',
    replace: '',
    within: 60,
  },
  {
    rule: 'retry-applied-again',
    says: 'a mutation that was applied is applied again when it is sent again',
    file: 'server/push/apply-batch.ts',
    find: 'number > before && ',
    replace: '',
    within: 100,
  },
  {
    rule: 'numbers-skipped',
    says: 'a restored centre takes new work before it has the old again',
    file: 'server/push/apply-batch.ts',
    find: 'if (before < (request.after ?? 0)) return',
    replace: 'if (before < 0) return',
    within: 150,
  },
]

const top = join(import.meta.dirname, '..', '..', '..')

/** The source with a rule taken out. @throws Error where the rule is not to be found exactly once. */
export function withoutRule({ rule, file, find, replace }: Break, source: string): string {
  const parts = source.split(find)
  if (parts.length !== 2)
    throw new Error(
      `the rule ${rule} is ${parts.length - 1} times in ${file}; tests/sync/simulator/breaks.ts is out of date`,
    )
  return parts.join(replace)
}

export function readRuled({ file }: Break): string {
  return readFileSync(join(top, file), 'utf8')
}

/** Takes a rule out of what is loaded from now on. @throws Error for a rule there is not. */
export function breakRule(name: string): void {
  const rule = breaks.find((one) => one.rule === name)
  if (!rule) throw new Error(`no rule ${name}; there are ${breaks.map((one) => one.rule).join(', ')}`)
  const url = pathToFileURL(join(top, rule.file)).href
  const source = withoutRule(rule, readRuled(rule))
  registerHooks({
    load: (asked, context, next) => {
      const loaded = next(asked, context)
      return asked === url ? { ...loaded, source } : loaded
    },
  })
}
