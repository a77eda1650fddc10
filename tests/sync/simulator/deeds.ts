import { readAttention } from '../../../src/engine/queries/attention.ts'
import { mutationArgs, rejectionOutcomes } from '../../../src/shared/contract/mutations.ts'
import { AppError } from '../../../src/shared/errors/app-error.ts'
import { Killed, looksOn } from './crash.ts'
import { rollDice } from './dice.ts'
import { changedText, type Doing, type InHand, line, type Notebook, pickId, take, takeAll } from './doing.ts'
import { hostileText } from './hostile-text.ts'
import { reviewCourse } from './review-course.ts'
import { bringUnsent, saveUnsent } from './stick.ts'
import type { Deed } from './story.ts'
import { markOf, marksIn } from './taken.ts'
import { deleteDraft, teach, writeDraft } from './teach.ts'

/** Lets somebody do something on a device, as far as what is on it allows. @returns what they did, in words. */
export function doDeed(
  device: InHand,
  step: Doing['step'] & { deed: Deed },
  ledger: Notebook,
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
    const left = new Set(marksIn(content))
    const removes = marksIn(base).filter((mark) => !left.has(mark))
    take(doing, 'notes.edit', { noteId: String(note.id), baseContent: base, content }, removes)
    return `edited ${note.id}`
  },
  'delete note': (doing) => {
    const { device } = doing
    const notes = device.rows('SELECT id, content FROM notes WHERE user_id = ? ORDER BY id', device.person)
    if (notes.length === 0) return 'has no note to delete'
    const note = doing.dice.pick(notes)
    const args = { noteId: String(note.id) }
    const seen = String(note.content)
    take(doing, 'notes.delete', carriesBase ? { ...args, baseContent: seen } : args, marksIn(seen))
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
  'keep own course': (doing) => {
    const { device } = doing
    const course = pickId(doing, 'SELECT id FROM courses WHERE instructor_id = ? ORDER BY id', device.person)
    if (!course) return 'has no course of their own'
    device.account.keep(course)
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
    const open = looksOn(() => readAttention(device.account.context)).conflicts
    if (open.length === 0) return 'has no conflict'
    const { id, current, isEditable } = dice.pick(
      open.toSorted((left, right) => inOrder(`${left.rowId} ${left.mine}`, `${right.rowId} ${right.mine}`)),
    )
    const baseContent = current ?? ''
    const merged = !isEditable || dice.chance(0.3) ? null : `${baseContent}\n${line(doing, '')}`
    if (merged && merged.length > 190_000) return 'thinks the text is long enough'
    take(doing, 'conflicts.resolve', { conflictId: id, baseContent, content: merged })
    return 'settled a conflict'
  },
  'send again': (doing) => {
    const { device, dice } = doing
    const items = looksOn(() => readAttention(device.account.context)).refused.filter(
      ({ mend }) => mend !== null,
    )
    if (items.length === 0) return 'has nothing to send again'
    const { rejectionIds, mend, text } = dice.pick(items)
    const changed =
      mend === 'edit' && text !== null && dice.chance(0.5) ? `${text}\n${line(doing, '')}` : null
    takeAll(doing, () => device.account.resend(rejectionIds, changed))
    return `sent ${rejectionIds.length} refused things again`
  },
  'save unsent': saveUnsent,
  'bring unsent': bringUnsent,
  teach,
  'write draft': writeDraft,
  'delete draft': deleteDraft,
  review: (doing) => {
    const { device, step, nowMs, dice } = doing
    const [question] = pickOwn(
      doing,
      `SELECT q.id, q.course_id AS course FROM questions q JOIN enrollments e ON e.course_id = q.course_id
       WHERE e.user_id = ? AND q.quiz_type = 'PRACTICE' ORDER BY q.id`,
    )
    const [review] = pickOwn(
      doing,
      'SELECT id, course_id AS course FROM question_reviews WHERE user_id = ? ORDER BY id',
    )
    if (review && dice.chance(0.3)) {
      take(doing, 'review.undo', { reviewId: String(review.id), courseId: String(review.course) })
      return `took ${review.id} back`
    }
    if (!question) return 'has nothing to review'
    take(doing, 'review.grade', {
      reviewId: `review-${step.id}`,
      questionId: String(question.id),
      courseId: String(question.course),
      rating: 1 + dice.below(4),
      reviewedAtMs: nowMs,
      timeZone: dice.pick(['Africa/Cairo', 'Pacific/Kiritimati', 'UTC']),
      elapsedMs: dice.below(60_000),
    })
    return `reviewed ${question.id} on ${device.name}`
  },
  'review course': reviewCourse,
  study: (doing) => {
    const { step, nowMs, dice } = doing
    const [session] = pickOwn(doing, 'SELECT id FROM study_sessions WHERE user_id = ? ORDER BY id')
    const studySessionId = session && dice.chance(0.5) ? String(session.id) : `study-${step.id}`
    take(doing, 'study.record', {
      studySessionId,
      timeZone: 'Asia/Kathmandu',
      beganAtMs: nowMs,
      endedAtMs: nowMs + 60_000,
      seconds: dice.below(3600),
    })
    return `studied in ${studySessionId}`
  },
  look: (doing) => {
    const course = pickId(doing, 'SELECT id FROM courses ORDER BY id')
    if (!course) return 'has nothing to look at'
    take(doing, 'usage.record', {
      eventId: `event-${doing.step.id}`,
      sessionId: doing.device.name,
      event: 'course_viewed',
      courseId: course,
    })
    return `looked at ${course}`
  },
  'edit profile': (doing) => {
    const about = `${markOf(doing.step.id)} about me`
    const profileId = `profile-${doing.step.id}`
    const [teaches] = pickOwn(doing, 'SELECT 1 FROM instructor_profiles WHERE user_id = ?')
    if (teaches && doing.dice.chance(0.5)) {
      take(doing, 'profile.editTeaching', { profileId, title: about })
      return 'changed what they say of their teaching'
    }
    const field = doing.dice.chance(0.5) ? { bio: about } : { learningGoals: [about, 'to learn'] }
    take(doing, 'profile.edit', { profileId, ...field })
    return 'changed their profile'
  },
}

/** The person's rows, one of them first. */
function pickOwn({ device, dice }: Doing, sql: string): Record<string, unknown>[] {
  const rows = device.rows(sql, device.person)
  return rows.length === 0 ? [] : [dice.pick(rows)]
}

const inOrder = (left: string, right: string) => (left < right ? -1 : Number(left > right))

/** Whether deleting a note says what was deleted. */
const carriesBase = Object.hasOwn(mutationArgs['notes.delete'].shape, 'baseContent')

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

function enrolledLesson(doing: Doing): string | undefined {
  return pickId(
    doing,
    `SELECT l.id FROM lessons l JOIN enrollments e ON e.course_id = l.course_id
     WHERE e.user_id = ? AND e.status IN ('ACTIVE', 'COMPLETED') ORDER BY l.id`,
    doing.device.person,
  )
}
