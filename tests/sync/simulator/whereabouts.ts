import type { MutationName } from '../../../src/shared/contract/mutations.ts'
import type { PersonAtCentre, SchoolAtCentre } from './at-centre.ts'
import { marksIn, type Taken } from './taken.ts'

/** What a search for one action may look at. */
export interface Search {
  person: PersonAtCentre
  school: SchoolAtCentre
  /** Everything the same person did. */
  mine: readonly Taken[]
  /** A mark somebody saw and took away. */
  isRemoved: (mark: string) => boolean
  /** The lesson was deleted at the centre after this action had arrived there, and what hung on it with it. */
  wentWithLesson: (lessonId: string) => boolean
  /** The same of a course. */
  wentWithCourse: (courseId: string) => boolean
  /** The device has an app that does not say what it deletes. */
  isOlder: (device: string) => boolean
  /** The centre was put back to a backup: what others did since is gone, and came again in another order. */
  restored: boolean
}

/**
 * Where an action that was not refused has to be found at the centre, by name: another mutation does not compile until it
 * is said here what becomes of it. Each answers what is missing, in words; null when nothing is.
 */
export const whereabouts: Record<MutationName, (taken: Taken, search: Search) => string | null> = {
  'enrollment.enroll': (taken, search) => enrolled(taken, search, 'there is no enrollment'),
  'enrollment.visit': (taken, search) => enrolled(taken, search, 'the visit left no trace'),
  'progress.record': ({ args }, { person, wentWithLesson }) => {
    const lesson = String(args.lessonId)
    const seconds = Number(args.watchedSeconds)
    if ((person.progress.get(lesson)?.seconds ?? -1) >= seconds || wentWithLesson(lesson)) return null
    return `${seconds} s of ${lesson} are not at the centre`
  },
  'progress.complete': ({ args }, { person, wentWithLesson }) => {
    const lesson = String(args.lessonId)
    return person.progress.get(lesson)?.completed || wentWithLesson(lesson)
      ? null
      : `${lesson} is not completed`
  },
  'notes.create': noteText,
  'notes.edit': noteText,
  'notes.delete': ({ args }, { person, restored }) => {
    const id = String(args.noteId)
    if (!person.notes.has(id) || restored) return null
    return asked(person, 'notes', id) ? null : `${id} is still there, and nobody is asked about it`
  },
  'quiz.start': ({ args }, search) =>
    search.person.attempts.has(String(args.attemptId)) || quizWent(args.quizId, search)
      ? null
      : 'the attempt is not at the centre',
  'quiz.answer': (taken, { person, mine }) => {
    const { args } = taken
    const other = mine.some(
      (one) =>
        one !== taken &&
        one.name === 'quiz.answer' &&
        one.args.attemptId === args.attemptId &&
        one.args.questionId === args.questionId &&
        (one.step > taken.step || one.device !== taken.device),
    )
    if (other) return null
    const given = person.answers.get(`${args.attemptId}/${args.questionId}`) ?? ''
    return nowhere(args.selectedAnswer, (mark) => given.includes(mark) || person.refused.includes(mark))
  },
  'quiz.submit': ({ args }, search) => {
    const attempt = search.person.attempts.get(String(args.attemptId))
    if (attempt?.submitted) return null
    return attempt ? 'the attempt is not handed in' : 'the attempt is not at the centre'
  },
  'review.grade': ({ args }, { person, wentWithCourse }) =>
    person.reviews.has(String(args.reviewId)) || wentWithCourse(String(args.courseId))
      ? null
      : 'the review is not in the log',
  'review.undo': ({ args }, { person }) =>
    person.reviews.get(String(args.reviewId)) === false ? 'the review still counts' : null,
  'reviews.write': (taken, search) =>
    search.wentWithCourse(String(taken.args.courseId)) ? null : reviewText(taken, search),
  'reviews.delete': ({ args, step, device }, { person, mine, wentWithCourse, restored }) => {
    const course = String(args.courseId)
    const written = mine.some(
      (one) =>
        one.name === 'reviews.write' &&
        one.args.courseId === course &&
        (one.step > step || one.device !== device),
    )
    const isThere = person.courseReviews.has(course)
    return isThere && !written && !restored && !wentWithCourse(course) ? 'the review is still there' : null
  },
  'study.record': ({ args }, { person }) =>
    (person.studied.get(String(args.studySessionId)) ?? -1) >=
    Math.min(Math.round(Number(args.seconds)), 86_400)
      ? null
      : 'the stretch of study is not at the centre, or shorter',
  'usage.record': ({ args }, { person }) =>
    person.events.has(String(args.eventId)) ? null : 'what was looked at is not at the centre',
  // field by field the last to arrive wins: the ledger looks at all edits of a person together
  'profile.edit': () => null,
  'profile.editTeaching': () => null,
  'attention.resolveRejection': ({ args }, { person, restored }) => {
    const refusal = person.refusals.find(({ id }) => id === args.rejectionId)
    if (refusal ? refusal.resolved : restored) return null
    return refusal ? 'the refusal is still open' : 'the refusal is gone'
  },
  'conflicts.resolve': (taken, search) => {
    const conflict = search.person.conflicts.find(({ id }) => id === taken.args.conflictId)
    if (!conflict && !search.restored) return 'the conflict is gone'
    if (conflict && !conflict.resolved) return 'the conflict is still open'
    return nowhere(taken.args.content, (mark) => keeps(search, mark) || search.school.says.includes(mark))
  },
  'studio.editCourse': (taken, search) =>
    search.wentWithCourse(String(taken.args.courseId)) ? null : draftText(taken.args.value, search),
  'studio.editLesson': (taken, search) =>
    search.wentWithLesson(String(taken.args.lessonId)) ? null : draftText(taken.args.value, search),
  'studio.createModule': ({ args }, { school, wentWithCourse }) =>
    school.modules.has(String(args.moduleId)) || wentWithCourse(String(args.courseId))
      ? null
      : `${args.moduleId} is nowhere`,
  'studio.createLesson': ({ args }, { school, wentWithLesson, mine }) => {
    const id = String(args.lessonId)
    const deleted = mine.some((one) => one.name === 'studio.deleteLesson' && one.args.lessonId === id)
    return school.lessons.has(id) || wentWithLesson(id) || deleted ? null : `${id} is nowhere`
  },
  // where things stand depends on who came last: `placement` looks at all moves of a course together
  'studio.moveModule': () => null,
  'studio.moveLesson': () => null,
  'studio.deleteLesson': ({ args }, { person, school, restored }) => {
    const id = String(args.lessonId)
    if (!school.lessons.has(id) || restored) return null
    return asked(person, 'lessons', id) ? null : `${id} is still there, and nobody is asked about it`
  },
}

function enrolled({ args }: Taken, { person, wentWithCourse }: Search, missing: string): string | null {
  const course = String(args.courseId)
  return person.enrollments.has(course) || wentWithCourse(course) ? null : missing
}

function noteText({ args }: Taken, search: Search): string | null {
  const { mine, wentWithLesson, person, isOlder } = search
  const noteId = String(args.noteId)
  const made = mine.find((one) => one.name === 'notes.create' && one.args.noteId === noteId)
  const lesson = args.lessonId ?? made?.args.lessonId
  if (typeof lesson === 'string' && wentWithLesson(lesson)) return null
  // an older app does not say what it deletes: what it had not seen is kept aside
  const blind = mine.some(
    (one) => one.name === 'notes.delete' && one.args.noteId === noteId && isOlder(one.device),
  )
  const aside = blind ? (person.deletedNotes.get(noteId) ?? '') : ''
  return nowhere(args.content, (mark) => keeps(search, mark) || aside.includes(mark))
}

function reviewText({ args }: Taken, search: Search): string | null {
  return nowhere(
    [args.title, args.comment].join('\n'),
    (mark) =>
      keeps(search, mark) || (search.person.courseReviews.get(String(args.courseId)) ?? '').includes(mark),
  )
}

function draftText(value: unknown, search: Search): string | null {
  return nowhere(value, (mark) => keeps(search, mark) || search.school.says.includes(mark))
}

function keeps({ isRemoved, person }: Search, mark: string): boolean {
  return (
    isRemoved(mark) ||
    [...person.notes.values()].some((content) => content.includes(mark)) ||
    person.refused.includes(mark) ||
    person.conflicts.some(({ text }) => text.includes(mark))
  )
}

function nowhere(text: unknown, isKept: (mark: string) => boolean): string | null {
  const lost = marksIn(String(text ?? '')).filter((mark) => !isKept(mark))
  return lost.length > 0 ? `its text ${lost.join(' ')} is nowhere` : null
}

function asked(person: PersonAtCentre, table: string, rowId: string): boolean {
  return person.conflicts.some((one) => one.table === table && one.rowId === rowId && one.field === 'deleted')
}

function quizWent(quizId: unknown, { school, wentWithLesson }: Search): boolean {
  const lesson = school.lessonOfQuiz.get(String(quizId))
  return lesson !== undefined && wentWithLesson(lesson)
}
