import type { SimulatedCentre } from './centre.ts'
import type { PersonId } from './school.ts'

/** One thing a person did, as the app took it. */
export interface Taken {
  step: number
  device: string
  person: PersonId
  name: string
  args: Record<string, unknown>
}

/** Every text that is written carries a mark, so that it can be found again wherever it ends up. */
export const markOf = (step: number, part = '') => `#k${step}${part}#`
export const marksIn = (text: string): string[] => text.match(/#k\d+[a-z]*#/g) ?? []

interface Account {
  notes: Map<string, string>
  progress: Map<string, { seconds: number; completed: boolean }>
  attempts: Map<string, { submitted: boolean; quiz: string }>
  answers: Map<string, string>
  enrollments: Set<string>
  refused: string
  refusedArgs: { mutation: string; code: string; args: Record<string, unknown> }[]
  conflicts: string
  /** Everything the courses say. */
  taught: string
}

/** What people did, and what became of it. */
export class Ledger {
  readonly taken: Taken[] = []
  /** Marks a person saw and took away themselves. */
  readonly #removed = new Set<string>()
  /** Lessons and notes the centre itself deleted, with all that hung on them. */
  readonly goneLessons = new Set<string>()
  readonly goneNotes = new Set<string>()
  /** The highest number each device has given to something a person did. */
  readonly highest = new Map<string, number>()
  restored = false

  take(taken: Taken, number: number): void {
    this.taken.push(taken)
    this.highest.set(taken.device, Math.max(number, this.highest.get(taken.device) ?? 0))
  }

  /** Somebody who saw these marks removed them. */
  remove(marks: readonly string[]): void {
    for (const mark of marks) this.#removed.add(mark)
  }

  /** @returns what is missing or there twice, in words. */
  async check(centre: SimulatedCentre): Promise<string[]> {
    const wrong: string[] = []
    const people = [...new Set(this.taken.map(({ person }) => person))]
    const lessonOfQuiz = await lessonsOfQuizzes(centre)
    for (const person of people) {
      const account = await readAccount(centre, person)
      const mine = this.taken.filter((taken) => taken.person === person)
      for (const taken of mine) {
        const missing = this.#missing(taken, mine, account, lessonOfQuiz)
        if (missing) wrong.push(`${person} on ${taken.device}, step ${taken.step}, ${taken.name}: ${missing}`)
      }
      if (!this.restored) wrong.push(...doubled(account).map((text) => `${person}: ${text}`))
    }
    return wrong
  }

  #missing(
    taken: Taken,
    mine: readonly Taken[],
    account: Account,
    lessonOfQuiz: ReadonlyMap<string, string>,
  ): string | null {
    const { args } = taken
    const text = (key: string) => String(args[key] ?? '')
    const lessonGone = (lesson: string) => this.goneLessons.has(lesson)
    const refusedWith = (match: (args: Record<string, unknown>) => boolean) =>
      account.refusedArgs.some((refusal) => refusal.mutation === taken.name && match(refusal.args))
    const kept = (mark: string) =>
      this.#removed.has(mark) ||
      [...account.notes.values()].some((content) => content.includes(mark)) ||
      account.refused.includes(mark) ||
      account.conflicts.includes(mark)
    switch (taken.name) {
      case 'notes.create':
      case 'notes.edit': {
        const lesson = this.#lessonOfNote(text('noteId'), mine)
        if (lesson && lessonGone(lesson)) return null
        const lost = marksIn(text('content')).filter((mark) => !kept(mark))
        return lost.length > 0 ? `its text ${lost.join(' ')} is nowhere` : null
      }
      case 'conflicts.resolve': {
        const lost = marksIn(text('content')).filter((mark) => !kept(mark))
        return lost.length > 0 ? `its text ${lost.join(' ')} is nowhere` : null
      }
      case 'studio.editCourse':
      case 'studio.editLesson': {
        if (lessonGone(text('lessonId'))) return null
        const lost = marksIn(text('value')).filter((mark) => !kept(mark) && !account.taught.includes(mark))
        return lost.length > 0 ? `its text ${lost.join(' ')} is nowhere` : null
      }
      case 'studio.createModule':
      case 'studio.createLesson': {
        if (lessonGone(text('lessonId'))) return null
        const [mark = ''] = marksIn(text('title'))
        return kept(mark) || account.taught.includes(mark) ? null : `${mark} is nowhere`
      }
      case 'notes.delete':
        return null // that nothing else was lost with it is what the marks say
      case 'progress.record': {
        if (lessonGone(text('lessonId'))) return null
        const seconds = Number(args.watchedSeconds)
        if ((account.progress.get(text('lessonId'))?.seconds ?? -1) >= seconds) return null
        if (
          refusedWith((other) => other.lessonId === args.lessonId && Number(other.watchedSeconds) >= seconds)
        )
          return null
        return `${seconds} s of ${text('lessonId')} are not at the centre`
      }
      case 'progress.complete':
        if (lessonGone(text('lessonId')) || account.progress.get(text('lessonId'))?.completed) return null
        return refusedWith((other) => other.lessonId === args.lessonId)
          ? null
          : `${text('lessonId')} is not completed`
      case 'enrollment.enroll':
        if (account.enrollments.has(text('courseId'))) return null
        return refusedWith((other) => other.courseId === args.courseId) ? null : 'there is no enrollment'
      case 'enrollment.visit':
        if (account.enrollments.has(text('courseId'))) return null
        return refusedWith((other) => other.courseId === args.courseId) ? null : 'the visit left no trace'
      case 'quiz.start':
      case 'quiz.submit': {
        const attempt = account.attempts.get(text('attemptId'))
        if (attempt && (taken.name === 'quiz.start' || attempt.submitted)) return null
        if (lessonGone(lessonOfQuiz.get(text('quizId')) ?? '')) return null
        return refusedWith((other) => other.attemptId === args.attemptId)
          ? null
          : 'the attempt is not at the centre'
      }
      case 'quiz.answer': {
        const later = mine.some(
          (other) =>
            other !== taken &&
            other.name === 'quiz.answer' &&
            other.args.attemptId === args.attemptId &&
            other.args.questionId === args.questionId &&
            (other.step > taken.step || other.device !== taken.device),
        )
        if (later) return null
        const lost = marksIn(text('selectedAnswer')).filter(
          (mark) =>
            ![...account.answers.values()].some((answer) => answer.includes(mark)) &&
            !account.refused.includes(mark),
        )
        return lost.length > 0 ? `the answer ${lost.join(' ')} is nowhere` : null
      }
      default:
        return null
    }
  }

  #lessonOfNote(noteId: string, mine: readonly Taken[]): string | undefined {
    const made = mine.find((taken) => taken.name === 'notes.create' && taken.args.noteId === noteId)
    return made && String(made.args.lessonId)
  }
}

/** Nothing is both done and refused. */
function doubled(account: Account): string[] {
  return account.refusedArgs.flatMap(({ mutation, args }) => {
    if (mutation === 'notes.create') {
      const marks = marksIn(String(args.content))
      const content = account.notes.get(String(args.noteId)) ?? ''
      return marks.some((mark) => content.includes(mark))
        ? [`the note ${args.noteId} was made and refused`]
        : []
    }
    if (mutation === 'quiz.start' && account.attempts.has(String(args.attemptId)))
      return [`the attempt ${args.attemptId} was begun and refused`]
    if (mutation === 'quiz.answer') {
      const marks = marksIn(String(args.selectedAnswer))
      const given = account.answers.get(`${args.attemptId}/${args.questionId}`) ?? ''
      return marks.some((mark) => given.includes(mark))
        ? [`an answer of ${args.attemptId} was taken and refused`]
        : []
    }
    return []
  })
}

async function readAccount(centre: SimulatedCentre, person: PersonId): Promise<Account> {
  const rows = <T extends Record<string, unknown>>(sql: string) => centre.rows<T>(sql, [person])
  const notes = await rows<{ id: string; content: string }>(
    'SELECT id, content FROM notes WHERE user_id = $1',
  )
  const progress = await rows<{ lesson_id: string; watched_seconds: number; completed: boolean }>(
    'SELECT lesson_id, watched_seconds, completed FROM progress WHERE user_id = $1',
  )
  const attempts = await rows<{ id: string; quiz_id: string; submitted: boolean }>(
    'SELECT id, quiz_id, submitted_at IS NOT NULL AS submitted FROM quiz_attempts WHERE user_id = $1',
  )
  const answers = await rows<{ key: string; selected_answer: string }>(
    `SELECT attempt_id || '/' || question_id AS key, selected_answer FROM answers WHERE user_id = $1`,
  )
  const enrollments = await rows<{ course_id: string }>(
    'SELECT course_id FROM enrollments WHERE user_id = $1',
  )
  const refused = await rows<{ mutation: string; code: string; payload: { args: Record<string, unknown> } }>(
    'SELECT mutation, code, payload FROM sync_rejections WHERE user_id = $1',
  )
  const conflicts = await rows<{ text: string }>(
    `SELECT concat_ws(E'\\n', base, mine, theirs) AS text FROM sync_conflicts WHERE user_id = $1`,
  )
  const taught = await centre.rows<{ text: string }>(
    `SELECT concat_ws(E'\\n', title, description) AS text FROM courses
     UNION ALL SELECT title FROM modules UNION ALL SELECT concat_ws(E'\\n', title, content) FROM lessons`,
  )
  return {
    notes: new Map(notes.map((row) => [row.id, row.content])),
    progress: new Map(
      progress.map((row) => [row.lesson_id, { seconds: row.watched_seconds, completed: row.completed }]),
    ),
    attempts: new Map(attempts.map((row) => [row.id, { submitted: row.submitted, quiz: row.quiz_id }])),
    answers: new Map(answers.map((row) => [row.key, row.selected_answer])),
    enrollments: new Set(enrollments.map((row) => row.course_id)),
    refused: JSON.stringify(refused.map((row) => row.payload)),
    refusedArgs: refused.map(({ mutation, code, payload }) => ({ mutation, code, args: payload.args })),
    conflicts: conflicts.map((row) => row.text).join('\n'),
    taught: taught.map((row) => row.text).join('\n'),
  }
}

async function lessonsOfQuizzes(centre: SimulatedCentre): Promise<Map<string, string>> {
  const rows = await centre.rows<{ id: string; lesson_id: string }>('SELECT id, lesson_id FROM quizzes')
  return new Map(rows.map((row) => [row.id, row.lesson_id]))
}
