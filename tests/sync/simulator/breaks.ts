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
  seed: number
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
    within: 60,
    seed: 1,
  },
  {
    rule: 'cursor-apart',
    says: 'the cursor is written before the rows, in a transaction of its own',
    file: 'src/engine/sync/pull.ts',
    find: 'deps.door.write((tx) => {\n    const nowMs = deps.nowMs()',
    replace:
      "deps.door.write((tx) => writeState(tx, 'cursor', end.cursor))\n  deps.door.write((tx) => {\n    const nowMs = deps.nowMs()",
    within: 60,
    seed: 51,
  },
  {
    rule: 'no-base',
    says: 'the confirmed version of a row that is changed here is not kept',
    file: 'src/engine/db/write-door.ts',
    find: 'this.#saveBase.run(mirrored.name, id, present ? JSON.stringify(present) : null)',
    replace: '',
    within: 60,
    seed: 5,
  },
  {
    rule: 'no-restore',
    says: 'what came is applied on top of unconfirmed changes',
    file: 'src/engine/sync/rebase.ts',
    find: 'if (concerned) restore(tx, bases)',
    replace: "if (concerned) tx.sqlite.prepare('DELETE FROM base_rows').run()",
    within: 60,
    seed: 5,
  },
  {
    rule: 'numbers-used-twice',
    says: 'a number that left the outbox is given to something else',
    file: 'src/engine/outbox/outbox.ts',
    find: 'return row.highest + 1',
    replace:
      "return (sqlite.prepare('SELECT coalesce(max(number), 0) AS last FROM outbox').get() as { last: number }).last + 1",
    within: 60,
    seed: 2,
  },
  {
    rule: 'deletions-ignored',
    says: 'rows a pull calls gone stay',
    file: 'src/engine/sync/personal-rows.ts',
    find: 'for (const id of line.gone) tx.confirmed.remove(table, id)',
    replace: '',
    within: 60,
    seed: 21,
  },
  {
    rule: 'full-pull-keeps',
    says: 'rows a full pull does not name stay',
    file: 'src/engine/sync/personal-rows.ts',
    find: 'const present = stagedIds(tx.sqlite, scope, name)',
    replace: 'const present = { has: () => true }',
    within: 60,
    seed: 44,
  },
  {
    rule: 'withdrawn-stays',
    says: 'what was lent stays on the device when somebody no longer learns in its course',
    file: 'src/engine/sync/content.ts',
    find: 'if (over && denied) dropGroup(deps, group, courseId)',
    replace: '',
    within: 60,
    seed: 4,
  },
  {
    rule: 'answers-fold-away',
    says: 'a later answer to a question that waits is forgotten',
    file: 'src/engine/outbox/fold.ts',
    find: 'return { ...earlier.args, selectedAnswer: later.args.selectedAnswer }',
    replace: 'return earlier.args',
    within: 60,
    seed: 23,
  },
  {
    rule: 'rows-apart',
    says: 'rows are written in one transaction, and the entry in the outbox in another',
    file: 'src/engine/own-work.ts',
    find: '      return appendToOutbox(tx, mutation, madeAtMs)\n    })',
    replace:
      '      return 0\n    })\n    this.#door.write((tx) => appendToOutbox(tx, nameVersion(tx, parsed), madeAtMs))',
    within: 60,
    seed: 35,
  },
  {
    rule: 'outlines-stay',
    says: 'the outline of a course that was withdrawn stays with those who never joined it',
    file: 'src/engine/sync/content.ts',
    find: "for (const courseId of this.#strangeOutlines()) dropGroup(deps, 'outline', courseId)",
    replace: '',
    within: 60,
    seed: 4,
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
