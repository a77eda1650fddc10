import { isMutationName, type Mutation, mutationArgs } from '../../shared/contract/mutations.ts'
import { sameReview } from '../../shared/domain/course-review.ts'

/**
 * Heartbeats fold into the entry that waits: watched seconds, draft answers, the next keystroke pause of a note. Two
 * mutations with the same key may fold; null never folds.
 */
export function foldKey(mutation: Mutation): string | null {
  switch (mutation.name) {
    case 'progress.record':
      return `progress:${mutation.args.lessonId}`
    case 'study.record':
      return `study:${mutation.args.studySessionId}`
    case 'profile.edit':
      return 'profile'
    case 'profile.editTeaching':
      return 'teaching'
    // a review that is written after it was taken back does not fold into what was before
    case 'reviews.write':
    case 'reviews.delete':
      return `review:${mutation.args.courseId}`
    case 'enrollment.visit':
      return `visit:${mutation.args.courseId}`
    case 'notes.create':
    case 'notes.edit':
      return `note:${mutation.args.noteId}`
    case 'quiz.answer':
      return `answer:${mutation.args.attemptId}:${mutation.args.questionId}`
    case 'studio.editCourse':
      return `course:${mutation.args.courseId}:${mutation.args.field}`
    case 'studio.editLesson':
      return `lesson:${mutation.args.lessonId}:${mutation.args.field}`
    default:
      return null
  }
}

/** The waiting entry's arguments with the later mutation folded in, or null when the two must stay apart. */
export function foldInto(waiting: { name: string; args: string }, later: Mutation): Mutation['args'] | null {
  if (!isMutationName(waiting.name)) return null
  const parsed = mutationArgs[waiting.name].safeParse(JSON.parse(waiting.args))
  if (!parsed.success) return null
  const earlier = { name: waiting.name, args: parsed.data } as Mutation
  if (later.name === 'progress.record' && earlier.name === 'progress.record')
    return {
      ...earlier.args,
      watchedSeconds: Math.max(earlier.args.watchedSeconds, later.args.watchedSeconds),
    }
  if (later.name === 'study.record' && earlier.name === 'study.record')
    return {
      ...earlier.args,
      endedAtMs: Math.max(earlier.args.endedAtMs, later.args.endedAtMs),
      seconds: Math.max(earlier.args.seconds, later.args.seconds),
    }
  if (
    (later.name === 'profile.edit' && earlier.name === 'profile.edit') ||
    (later.name === 'profile.editTeaching' && earlier.name === 'profile.editTeaching')
  )
    return { ...earlier.args, ...later.args, profileId: earlier.args.profileId }
  if (later.name === 'reviews.write' && earlier.name === 'reviews.write')
    return later.args.base !== null && sameReview(later.args.base, earlier.args)
      ? { ...later.args, reviewId: earlier.args.reviewId, base: earlier.args.base }
      : null
  if (later.name === 'enrollment.visit' && earlier.name === 'enrollment.visit') return later.args
  if (later.name === 'quiz.answer' && earlier.name === 'quiz.answer')
    return { ...earlier.args, selectedAnswer: later.args.selectedAnswer }
  if (later.name === 'notes.edit' && earlier.name === 'notes.create')
    return later.args.baseContent === earlier.args.content
      ? { ...earlier.args, content: later.args.content }
      : null
  if (
    (later.name === 'studio.editCourse' && earlier.name === 'studio.editCourse') ||
    (later.name === 'studio.editLesson' && earlier.name === 'studio.editLesson')
  )
    return later.args.base === earlier.args.value ? { ...earlier.args, value: later.args.value } : null
  if (later.name === 'notes.edit' && earlier.name === 'notes.edit')
    return later.args.baseContent === earlier.args.content
      ? { ...earlier.args, content: later.args.content }
      : null
  return null
}
