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
    seed: 55,
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
    seed: 39,
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
  {
    rule: 'no-replay',
    says: 'what waits is not done again on top of what came',
    file: 'src/engine/sync/rebase.ts',
    find: 'for (const entry of outboxEntries(tx.sqlite)) replayOne(tx, entry, replay, false)',
    replace: '',
    within: 150,
    seed: 142,
  },
  {
    rule: 'fold-into-sent',
    says: 'what a person does on is folded into what has left the device already',
    file: 'src/engine/outbox/outbox.ts',
    find: 'WHERE fold_key = ? AND sent = 0 ORDER BY',
    replace: 'WHERE fold_key = ? ORDER BY',
    within: 60,
    seed: 6,
  },
  {
    rule: 'digests-ignored',
    says: 'the centre’s digests of shapes are not compared',
    file: 'src/engine/sync/shape-group.ts',
    find: '(count !== theirs.count || hash !== theirs.hash)',
    replace: 'false',
    within: 120,
    seed: 75,
  },
  {
    rule: 'refetch-keeps',
    says: 'rows that a shape fetched anew does not have stay',
    file: 'src/engine/sync/shape-group.ts',
    find: "if (!present.has(id)) leaveShape(tx, shape, table, id, deps.userId, 'left')",
    replace: 'void id',
    within: 60,
    seed: 24,
  },
  {
    rule: 'no-journal',
    says: 'a centre that was put back to a backup does not get again what it lost',
    file: 'src/engine/outbox/outbox.ts',
    find: 'if (lastMutation < before) {',
    replace: 'if (Number.isNaN(before)) {',
    within: 60,
    seed: 3,
  },
  {
    rule: 'refused-and-gone',
    says: 'what the centre refuses is not kept',
    file: 'server/push/apply-batch.ts',
    find: 'await keepRejection(client, caller, request, mutation, refusal)',
    replace: '',
    within: 60,
    seed: 27,
  },
  {
    rule: 'refused-stops',
    says: 'nothing behind a refused mutation goes on',
    file: 'server/push/apply-batch.ts',
    find: 'await keepRejection(client, caller, request, mutation, refusal)',
    replace: 'throw refusal',
    within: 60,
    seed: 27,
  },
  {
    rule: 'deletes-unseen',
    says: 'a note is deleted with a text that the person did not see',
    file: 'server/push/mutations/notes.ts',
    find: 'if (args.baseContent !== undefined && args.baseContent !== note.content) {',
    replace: 'if (Number.isNaN(args)) {',
    within: 120,
    seed: 84,
  },
  {
    rule: 'last-edit-wins',
    says: 'of two edits of a note the later to arrive overwrites the other',
    file: 'server/push/mutations/notes.ts',
    find: 'const merged = mergeText(args.baseContent, args.content, theirs)',
    replace: 'const merged = { text: args.content, conflicts: 0 }',
    within: 60,
    seed: 21,
  },
  {
    rule: 'made-again',
    says: 'a note that was deleted is made again when its making arrives once more',
    file: 'server/push/mutations/notes.ts',
    find: 'WHERE NOT EXISTS (SELECT FROM deleted_notes WHERE id = $1 AND user_id = $2)',
    replace: 'WHERE true',
    within: 60,
    seed: 15,
  },
  {
    rule: 'lessons-deleted-unseen',
    says: 'a lesson is deleted with a text that the person did not see',
    file: 'server/push/mutations/studio.ts',
    find: 'if (content === args.baseContent) {',
    replace: 'if (content !== null) {',
    within: 60,
    seed: 18,
  },
  {
    rule: 'moves-to-the-end',
    says: 'a lesson that is moved goes to the end of its module',
    file: 'server/push/mutations/studio.ts',
    find: 'placeAfter(ids, args.lessonId, args.afterLessonId))\n}\n\n/** Deletes what',
    replace: 'placeAfter(ids, args.lessonId, ids.at(-1) ?? null))\n}\n\n/** Deletes what',
    within: 120,
    seed: 75,
  },
  {
    rule: 'drafts-not-held',
    says: 'a confirmed draft is seen as it was before until its course has come',
    file: 'src/engine/sync/rebase.ts',
    find: 'const fresh = queueMoved ? accepted(tx, mayBeHeld) : []',
    replace: 'const fresh: OutboxEntry[] = []',
    within: 60,
    seed: 18,
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
