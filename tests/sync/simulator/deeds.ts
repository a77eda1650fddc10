import { type MutationName, mutationArgs, rejectionOutcomes } from '../../../src/shared/contract/mutations.ts'
import { AppError } from '../../../src/shared/errors/app-error.ts'
import { Killed } from './crash.ts'
import type { SimulatedDevice } from './device.ts'
import { type Dice, rollDice } from './dice.ts'
import { hostileText } from './hostile-text.ts'
import { type Ledger, markOf, marksIn } from './ledger.ts'
import type { Deed, Step } from './story.ts'

interface Doing {
  device: SimulatedDevice
  step: Step
  dice: Dice
  ledger: Ledger
  nowMs: number
}

/** Lets somebody do something on a device, as far as what is on it allows. @returns what they did, in words. */
export function doDeed(
  device: SimulatedDevice,
  step: Step & { deed: Deed },
  ledger: Ledger,
  nowMs: number,
): string {
  const doing: Doing = { device, step, dice: rollDice(step.seed), ledger, nowMs: Math.max(0, nowMs) }
  try {
    return how[step.deed](doing)
  } catch (error) {
    // Told at once that it cannot be done, or cut off by the end of the process: nobody was promised anything.
    if (error instanceof AppError) return `could not: ${error.message}`
    if (error instanceof Killed) return 'was cut off by the end of the process'
    throw error
  }
}

const how: Record<Deed, (doing: Doing) => string> = {
  'write note': (doing) => {
    const lesson = pickId(doing, 'SELECT id FROM lessons ORDER BY id')
    if (!lesson) return 'has no lesson to write about'
    const noteId = `note-${doing.step.id}`
    const content = [line(doing, 'a'), line(doing, 'b'), line(doing, 'c')].join('\n')
    take(doing, 'notes.create', {
      noteId,
      lessonId: lesson,
      content,
      videoSecond: doing.dice.chance(0.5) ? doing.dice.below(500) : null,
    })
    return `wrote ${noteId} in ${lesson}`
  },
  'edit note': (doing) => {
    const { dice, device } = doing
    const notes = device.rows('SELECT id, content FROM notes WHERE user_id = ? ORDER BY id', device.person)
    if (notes.length === 0) return 'has no note to edit'
    const note = dice.pick(notes)
    const base = String(note.content)
    const content = changedText(doing, base)
    if (content.length > 190_000) return 'thinks the note is long enough'
    take(doing, 'notes.edit', { noteId: String(note.id), baseContent: base, content })
    const left = new Set(marksIn(content))
    doing.ledger.remove(marksIn(base).filter((mark) => !left.has(mark)))
    return `edited ${note.id}`
  },
  'delete note': (doing) => {
    const { device } = doing
    const notes = device.rows('SELECT id, content FROM notes WHERE user_id = ? ORDER BY id', device.person)
    if (notes.length === 0) return 'has no note to delete'
    const note = doing.dice.pick(notes)
    const args = { noteId: String(note.id) }
    take(doing, 'notes.delete', carriesBase ? { ...args, baseContent: String(note.content) } : args)
    doing.ledger.remove(marksIn(String(note.content)))
    return `deleted ${note.id}`
  },
  watch: (doing) => {
    const lesson = enrolledLesson(doing)
    if (!lesson) return 'has no lesson to watch'
    const watchedSeconds = doing.dice.below(2000)
    take(doing, 'progress.record', { progressId: `p-${doing.step.id}`, lessonId: lesson, watchedSeconds })
    return `watched ${watchedSeconds} s of ${lesson}`
  },
  complete: (doing) => {
    const lesson = enrolledLesson(doing)
    if (!lesson) return 'has no lesson to complete'
    take(doing, 'progress.complete', {
      progressId: `p-${doing.step.id}`,
      lessonId: lesson,
      completedAtMs: doing.nowMs,
    })
    return `completed ${lesson}`
  },
  visit: (doing) => {
    const { device, dice } = doing
    const open = device.rows(
      `SELECT l.id, l.course_id AS course FROM lessons l JOIN enrollments e ON e.course_id = l.course_id
       WHERE e.user_id = ? ORDER BY l.id`,
      device.person,
    )
    if (open.length === 0) return 'has nothing to open'
    const { id, course } = dice.pick(open)
    take(doing, 'enrollment.visit', { courseId: String(course), lessonId: String(id) })
    return `opened ${id}`
  },
  enroll: (doing) => {
    const course = pickId(
      doing,
      'SELECT id FROM courses WHERE id NOT IN (SELECT course_id FROM enrollments WHERE user_id = ?) ORDER BY id',
      doing.device.person,
    )
    if (!course) return 'finds no course to join'
    take(doing, 'enrollment.enroll', { enrollmentId: `e-${doing.step.id}`, courseId: course })
    return `joined ${course}`
  },
  'start quiz': (doing) => {
    const attempt = startQuiz(doing)
    return attempt ? `began ${attempt.attemptId} at ${attempt.quizId}` : 'has no quiz to begin'
  },
  answer: (doing) => {
    const { device, dice } = doing
    const open = device.rows(
      `SELECT a.id AS attempt, q.id AS question FROM quiz_attempts a JOIN questions q ON q.quiz_id = a.quiz_id
       WHERE a.submitted_at IS NULL AND a.user_id = ? ORDER BY 1, 2`,
      device.person,
    )
    if (open.length === 0) return 'has no question to answer'
    const { attempt, question } = dice.pick(open)
    answerQuestion(doing, String(attempt), String(question), '')
    return `answered ${question} of ${attempt}`
  },
  'hand in': (doing) => {
    const attempt = pickId(
      doing,
      'SELECT id FROM quiz_attempts WHERE submitted_at IS NULL AND user_id = ? ORDER BY id',
      doing.device.person,
    )
    if (!attempt) return 'has nothing to hand in'
    handIn(doing, attempt)
    return `handed in ${attempt}`
  },
  'whole quiz': (doing) => {
    const begun = startQuiz(doing)
    if (!begun) return 'has no quiz to take'
    const questions = doing.device.rows(
      'SELECT id FROM questions WHERE quiz_id = ? ORDER BY id',
      begun.quizId,
    )
    questions.forEach(({ id }, at) => {
      answerQuestion(doing, begun.attemptId, String(id), 'abcdefgh'[at] ?? 'z')
    })
    handIn(doing, begun.attemptId)
    return `took ${begun.quizId} as ${begun.attemptId}`
  },
  'keep course': (doing) => {
    const course = pickId(
      doing,
      'SELECT course_id AS id FROM enrollments WHERE user_id = ? ORDER BY course_id',
      doing.device.person,
    )
    if (!course) return 'has no course to keep'
    doing.device.account.keep(course)
    return `keeps ${course}`
  },
  'settle refusal': (doing) => {
    const refusal = pickId(
      doing,
      'SELECT id FROM sync_rejections WHERE resolved_at IS NULL ORDER BY number, id',
    )
    if (!refusal) return 'has nothing refused'
    const outcome = doing.dice.pick(rejectionOutcomes)
    take(doing, 'attention.resolveRejection', { rejectionId: refusal, outcome })
    return `settled a refusal as ${outcome}`
  },
  'settle conflict': (doing) => {
    const { device, dice } = doing
    const open = device.rows(
      `SELECT c.id, n.content FROM sync_conflicts c JOIN notes n ON n.id = c.row_id
       WHERE c.resolved_at IS NULL AND c.field = 'content' ORDER BY c.row_id, c.mine`,
    )
    if (open.length === 0) return 'has no conflict'
    const { id, content } = dice.pick(open)
    const baseContent = String(content)
    const merged = dice.chance(0.3) ? null : `${baseContent}\n${line(doing, '')}`
    if (merged && merged.length > 190_000) return 'thinks the note is long enough'
    take(doing, 'conflicts.resolve', { conflictId: String(id), baseContent, content: merged })
    return 'settled a conflict'
  },
  teach,
}

/** What an instructor does to their own course, as far as it is on this device. */
function teach(doing: Doing): string {
  const { device, dice, step } = doing
  const own = `(SELECT id FROM courses WHERE instructor_id = '${device.person}')`
  const course = pickId(doing, `SELECT id FROM courses WHERE id IN ${own} ORDER BY id`)
  if (!course) return 'teaches nothing'
  const module = pickId(doing, 'SELECT id FROM modules WHERE course_id = ? ORDER BY id', course)
  const lesson = pickId(doing, 'SELECT id FROM lessons WHERE course_id = ? ORDER BY id', course)
  const behind = (id: string | undefined) => (dice.chance(0.5) && id ? id : null)
  const title = markOf(step.id)
  switch (dice.below(6)) {
    case 0: {
      const [row] = device.rows('SELECT title FROM courses WHERE id = ?', course)
      take(doing, 'studio.editCourse', {
        courseId: course,
        field: 'title',
        base: String(row?.title),
        value: title,
      })
      doing.ledger.remove(marksIn(String(row?.title)))
      return `renamed ${course}`
    }
    case 1: {
      if (!lesson) return 'has no lesson to teach'
      const base = String(device.rows('SELECT content FROM lessons WHERE id = ?', lesson)[0]?.content ?? '')
      const value = changedText(doing, base)
      take(doing, 'studio.editLesson', { lessonId: lesson, field: 'content', base, value })
      const left = new Set(marksIn(value))
      doing.ledger.remove(marksIn(base).filter((mark) => !left.has(mark)))
      return `rewrote ${lesson}`
    }
    case 2:
      take(doing, 'studio.createModule', {
        moduleId: `module-${step.id}`,
        courseId: course,
        title,
        afterModuleId: behind(module),
      })
      return `added module-${step.id}`
    case 3:
      if (!module) return 'has no module'
      take(doing, 'studio.createLesson', {
        lessonId: `lesson-${step.id}`,
        moduleId: module,
        title,
        type: 'TEXT',
        afterLessonId: behind(lesson),
      })
      return `added lesson-${step.id}`
    case 4:
      if (!module) return 'has no module'
      take(doing, 'studio.moveModule', { moduleId: module, afterModuleId: null })
      return `moved ${module}`
    default:
      if (!module || !lesson) return 'has no lesson to move'
      take(doing, 'studio.moveLesson', { lessonId: lesson, moduleId: module, afterLessonId: null })
      return `moved ${lesson}`
  }
}

/** Whether deleting a note says what was deleted. */
const carriesBase = Object.hasOwn(mutationArgs['notes.delete'].shape, 'baseContent')

function take(doing: Doing, name: MutationName, args: Record<string, unknown>): void {
  const { device, step, ledger } = doing
  const number = device.account.mutate(name, args)
  ledger.take({ step: step.id, device: device.name, person: device.person, name, args }, number)
}

function startQuiz(doing: Doing): { attemptId: string; quizId: string } | null {
  const quizId = pickId(
    doing,
    `SELECT q.id FROM quizzes q JOIN enrollments e ON e.course_id = q.course_id
     WHERE e.user_id = ? AND EXISTS (SELECT 1 FROM questions WHERE quiz_id = q.id) ORDER BY q.id`,
    doing.device.person,
  )
  if (!quizId) return null
  const attemptId = `attempt-${doing.step.id}`
  take(doing, 'quiz.start', { attemptId, quizId, startedAtMs: doing.nowMs })
  return { attemptId, quizId }
}

function answerQuestion(doing: Doing, attemptId: string, questionId: string, part: string): void {
  const text = `${markOf(doing.step.id, part)} ${hostileText(doing.dice)}`.slice(0, 90_000)
  take(doing, 'quiz.answer', {
    attemptId,
    answerId: `answer-${doing.step.id}${part}`,
    questionId,
    selectedAnswer: text,
  })
}

function handIn(doing: Doing, attemptId: string): void {
  take(doing, 'quiz.submit', {
    attemptId,
    submittedAtMs: doing.nowMs,
    timeSpentSeconds: doing.dice.below(4000),
  })
}

function changedText(doing: Doing, base: string): string {
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
function line(doing: Doing, part: string): string {
  return `${markOf(doing.step.id, part)} ${hostileText(doing.dice)}`
}

function enrolledLesson(doing: Doing): string | undefined {
  return pickId(
    doing,
    `SELECT l.id FROM lessons l JOIN enrollments e ON e.course_id = l.course_id
     WHERE e.user_id = ? AND e.status IN ('ACTIVE', 'COMPLETED') ORDER BY l.id`,
    doing.device.person,
  )
}

function pickId({ device, dice }: Doing, sql: string, ...values: unknown[]): string | undefined {
  const rows = device.rows(sql, ...values)
  return rows.length === 0 ? undefined : String(dice.pick(rows).id)
}
