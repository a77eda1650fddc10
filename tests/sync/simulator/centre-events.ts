import type pg from 'pg'
import { foldCounters } from '../../../server/db/fold-counters.ts'
import type { Books } from './at-centre.ts'
import type { SimulatedCentre } from './centre.ts'
import { type Dice, rollDice } from './dice.ts'
import { hostileText } from './hostile-text.ts'
import type { Ledger } from './ledger.ts'
import type { PersonId } from './school.ts'
import type { CentreEvent, Disaster } from './story.ts'
import { markOf, marksIn } from './taken.ts'

/** A centre whose database may be changed by others than its gateway. */
export interface OpenCentre extends Books {
  readonly pool: pg.Pool
  /** @param shared whether it is of what shapes carry. @returns how many rows it changed. */
  change(sql: string, values?: unknown[], shared?: boolean): Promise<number>
}

interface Event {
  centre: OpenCentre
  step: { id: number; seed: string }
  dice: Dice
  ledger: Ledger
  people: readonly PersonId[]
}

/** Lets something happen at the centre that no device did. @returns what, in words. */
export async function happen(
  centre: OpenCentre,
  step: Event['step'] & { event: CentreEvent },
  ledger: Ledger,
  people: readonly PersonId[],
): Promise<string> {
  try {
    return await what[step.event]({ centre, step, dice: rollDice(step.seed), ledger, people })
  } catch (error) {
    if (error instanceof NothingLeft) return 'nothing is left to do'
    throw error
  }
}

/** What the event is about is gone already. */
class NothingLeft extends Error {}

const what: Record<CentreEvent, (event: Event) => Promise<string>> = {
  'edit lesson': async ({ centre, step, dice, ledger }) => {
    const lesson = await pick(centre, dice, 'lessons')
    ledger.remove(
      await marksOf(centre, `SELECT concat(title, content) AS text FROM lessons WHERE id = $1`, lesson),
    )
    const text = `Text of step ${step.id} ${holdable(hostileText(dice))}`
    return `lesson edited (${await centre.change(
      `UPDATE lessons SET content = $2, title = $3 WHERE id = $1`,
      [lesson, text, `Lesson ${step.id}`],
    )})`
  },
  'add lesson': async ({ centre, step, dice }) => {
    await centre.change(
      `INSERT INTO lessons (id, title, content, position, module_id, course_id, published)
       VALUES ($1, $2, 'New', $3, $4, '', true)`,
      [`lesson-${step.id}`, `Lesson ${step.id}`, 10 + step.id, await pick(centre, dice, 'modules')],
    )
    return `lesson-${step.id} added`
  },
  'hide lesson': async ({ centre, dice }) => {
    const lesson = await pick(centre, dice, 'lessons')
    await centre.change('UPDATE lessons SET published = NOT published WHERE id = $1', [lesson])
    return `${lesson} hidden or shown`
  },
  'delete lesson': async ({ centre, dice, ledger }) => {
    const lesson = await pick(centre, dice, 'lessons')
    const marks = await marksOf(
      centre,
      'SELECT concat(title, description, content) AS text FROM lessons WHERE id = $1',
      lesson,
    )
    const deleted = await centre.change('DELETE FROM lessons WHERE id = $1', [lesson]).catch(() => 0)
    if (deleted > 0) {
      ledger.goneLessons.set(lesson, await arrived(centre))
      ledger.remove(marks)
    }
    return deleted > 0 ? `${lesson} deleted` : `${lesson} cannot be deleted`
  },
  'delete course': async ({ centre, dice, ledger }) => {
    const course = await pick(centre, dice, 'courses')
    if ((await centre.rows('SELECT 1 FROM courses')).length === 1) return 'the last course stays'
    const marks = await marksOf(
      centre,
      `SELECT concat(title, short_description, description) AS text FROM courses WHERE id = $1
       UNION ALL SELECT title FROM modules WHERE course_id = $1
       UNION ALL SELECT concat(title, description, content) FROM lessons WHERE course_id = $1`,
      course,
    )
    const lessons = await centre.rows<{ id: string }>('SELECT id FROM lessons WHERE course_id = $1', [course])
    // a course that somebody has answers in stays
    const deleted = await centre
      .change(
        `DELETE FROM enrollments WHERE course_id = '${course}'; DELETE FROM courses WHERE id = '${course}'`,
      )
      .then(() => true)
      .catch(() => false)
    if (!deleted) return `${course} cannot be deleted`
    const known = await arrived(centre)
    ledger.goneCourses.set(course, known)
    for (const { id } of lessons) ledger.goneLessons.set(id, known)
    ledger.remove(marks)
    return `${course} deleted with all its learners' work`
  },
  'edit course': async ({ centre, step, dice, ledger }) => {
    const course = await pick(centre, dice, 'courses')
    ledger.remove(await marksOf(centre, 'SELECT title AS text FROM courses WHERE id = $1', course))
    await centre.change('UPDATE courses SET title = $2, tags = $3 WHERE id = $1', [
      course,
      `Course ${step.id}`,
      ['a,b', '"c"', `{${step.id}}`, ''],
    ])
    return `${course} renamed`
  },
  'hide course': async ({ centre, dice }) => {
    const course = await pick(centre, dice, 'courses')
    await centre.change('UPDATE courses SET published = false WHERE id = $1', [course])
    return `${course} unpublished`
  },
  'show course': async ({ centre }) => {
    await centre.change('UPDATE courses SET published = true WHERE NOT published')
    return 'all courses published'
  },
  'edit question': async ({ centre, step, dice }) => {
    const question = await pick(centre, dice, 'questions')
    await centre.change('UPDATE questions SET text = $2, points = points + 1 WHERE id = $1', [
      question,
      `Question ${step.id}?`,
    ])
    return `${question} edited`
  },
  'change quiz type': async ({ centre, dice }) => {
    const quiz = await pick(centre, dice, 'quizzes')
    const type = dice.pick(['PRACTICE', 'GRADED'])
    await centre.change('UPDATE quizzes SET type = $2::quiz_type WHERE id = $1', [quiz, type])
    return `${quiz} is ${type} now`
  },
  'web note': async ({ centre, step, dice, people }) => {
    const person = dice.pick(people)
    await centre.change(
      `INSERT INTO notes (id, user_id, lesson_id, course_id, content) VALUES ($1, $2, $3, '', $4)`,
      [
        `web-${step.id}`,
        person,
        await pick(centre, dice, 'lessons'),
        `${markOf(step.id)} ${holdable(hostileText(dice))}\nsecond line\nthird line`,
      ],
      false,
    )
    return `${person} wrote web-${step.id} on the web`
  },
  'web edit': async ({ centre, step, dice, people }) => {
    const person = dice.pick(people)
    const note = await pickNote(centre, dice, person)
    if (!note) return `${person} has no note on the web`
    await centre.change(
      `UPDATE notes SET content = content || $2 WHERE id = $1`,
      [note.id, `\n${markOf(step.id)} ${holdable(hostileText(dice))}`],
      false,
    )
    return `${person} added to ${note.id} on the web`
  },
  'web delete': async ({ centre, dice, ledger, people }) => {
    const person = dice.pick(people)
    const note = await pickNote(centre, dice, person)
    if (!note) return `${person} has no note on the web`
    await centre.change('DELETE FROM notes WHERE id = $1', [note.id], false)
    ledger.remove(marksIn(note.content))
    ledger.goneNotes.add(note.id)
    return `${person} deleted ${note.id} on the web`
  },
  suspend: async ({ centre, dice, people }) => {
    const person = dice.pick(people)
    const status = dice.pick(['SUSPENDED', 'CANCELLED'])
    await centre.change(
      `UPDATE enrollments SET status = $2::enrollment_status
       WHERE id = (SELECT id FROM enrollments WHERE user_id = $1 ORDER BY course_id LIMIT 1)`,
      [person, status],
      false,
    )
    return `${person}’s enrollment is ${status}`
  },
  resume: async ({ centre, dice, people }) => {
    const person = dice.pick(people)
    await centre.change(
      `UPDATE enrollments SET status = 'ACTIVE' WHERE user_id = $1 AND status <> 'COMPLETED'`,
      [person],
      false,
    )
    return `${person}’s enrollments go on`
  },
  message: async ({ centre, step, dice, people }) => {
    await centre.change(
      'INSERT INTO messages (id, sender_id, receiver_id, content) VALUES ($1, $2, $3, $4)',
      [`message-${step.id}`, dice.pick(people), dice.pick(people), holdable(hostileText(dice))],
      false,
    )
    return 'a message was sent'
  },
  burst: async ({ centre, step, dice, ledger }) => {
    const lesson = await pick(centre, dice, 'lessons')
    ledger.remove(await marksOf(centre, 'SELECT description AS text FROM lessons WHERE id = $1', lesson))
    for (let turn = 0; turn < 5; turn++)
      await centre.change('UPDATE lessons SET description = $2 WHERE id = $1', [lesson, `${step.id} ${turn}`])
    return `${lesson} changed five times in a row`
  },
  'fold counters': async ({ centre }) => {
    await foldCounters(centre.pool)
    await centre.change('SELECT 1')
    return 'counters were folded'
  },
  'new feed': async ({ centre }) => {
    await centre.change('TRUNCATE change_feed', [], false)
    return 'the change feed was made anew'
  },
}

/** Lets the centre itself come to harm. @returns what, in words. */
export async function strike(centre: SimulatedCentre, disaster: Disaster, ledger: Ledger): Promise<string> {
  switch (disaster) {
    case 'backup':
      await centre.keepBackup()
      return 'a backup was made'
    case 'restore':
      if (!centre.hasBackup) return 'there is no backup yet'
      await centre.restoreBackup()
      ledger.restored = true
      return 'the centre was put back to its backup'
    case 'alter table':
      await centre.alterTable('lessons')
      await centre.alterTable('notes')
      return 'tables got a column'
    case 'lose shape log':
      centre.loseShapeLog()
      return 'the shape log was lost'
    case 'drop slot':
      centre.dropSlot(3)
      return 'the replication slot was dropped'
    case 'restart postgres':
      await centre.restartPostgres()
      return 'Postgres was restarted'
  }
}

/** Postgres holds neither NUL nor half a surrogate pair, whoever writes. */
const holdable = (text: string) => text.replaceAll('\0', '').toWellFormed()

/** The numbers the centre has now, by device. */
async function arrived(centre: OpenCentre): Promise<Map<string, number>> {
  const rows = await centre.rows<{ id: string; last: string }>(
    'SELECT id, last_mutation AS last FROM sync_clients',
  )
  return new Map(rows.map((row) => [row.id, Number(row.last)]))
}

async function pick(centre: OpenCentre, dice: Dice, table: string): Promise<string> {
  const rows = await centre.rows<{ id: string }>(`SELECT id FROM ${table} ORDER BY id`)
  if (rows.length === 0) throw new NothingLeft()
  return dice.pick(rows).id
}

async function marksOf(centre: OpenCentre, sql: string, id: string): Promise<string[]> {
  const rows = await centre.rows<{ text: string | null }>(sql, [id])
  return rows.flatMap(({ text }) => marksIn(text ?? ''))
}

async function pickNote(centre: OpenCentre, dice: Dice, person: string) {
  const rows = await centre.rows<{ id: string; content: string }>(
    'SELECT id, content FROM notes WHERE user_id = $1 ORDER BY id',
    [person],
  )
  return rows.length === 0 ? null : dice.pick(rows)
}
