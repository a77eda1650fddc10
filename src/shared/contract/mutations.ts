import { z } from 'zod'
import { courseReviewMutationArgs } from './course-review-mutations.ts'
import { id, writtenText } from './mutation-parts.ts'
import { profileMutationArgs } from './profile-mutations.ts'
import { reviewMutationArgs } from './review-mutations.ts'
import { studioMutationArgs } from './studio-mutations.ts'
import { studyMutationArgs } from './study-mutations.ts'
import { usageMutationArgs } from './usage-mutations.ts'

/**
 * Everything a person can do, by name. The device applies a mutation to its mirror at once and queues it; the gateway
 * applies the same mutation to Postgres with authority. Arguments name rows by ids made on the device, or by what is
 * unique at the centre as well (course, lesson), so that two devices doing the same thing mean the same row.
 *
 * All instants are UTC milliseconds, all durations carry their unit.
 */
const instantMs = z.number().int().nonnegative()

/** A note may be long; a lesson's worth of text is about 20 kB. Characters, before UTF-8. */
export const maxNoteLength = 200_000
/** A note two devices wrote may have become longer than either could write it; it can still be cut, and deleted. */
const maxBaseLength = 5 * maxNoteLength
export const maxAnswerLength = 100_000

export const rejectionOutcomes = ['resent', 'discarded'] as const
export type RejectionOutcome = (typeof rejectionOutcomes)[number]

export const mutationArgs = {
  /** Joins a course. A second enrollment of the same person in the same course is the same enrollment. */
  'enrollment.enroll': z.object({ enrollmentId: id, courseId: id }),

  /** Remembers which lesson is open, for "continue where you left off". */
  'enrollment.visit': z.object({ courseId: id, lessonId: id }),

  /** Reports watched (or read) seconds of a lesson so far. The highest value wins, on whatever device. */
  'progress.record': z.object({
    progressId: id,
    lessonId: id,
    watchedSeconds: z.number().int().min(0).max(360_000),
  }),

  /** Marks a lesson as completed. Once completed, always completed; the earliest instant stays. */
  'progress.complete': z.object({ progressId: id, lessonId: id, completedAtMs: instantMs }),

  'notes.create': z.object({
    noteId: id,
    lessonId: id,
    content: writtenText(maxNoteLength),
    /** Second of the lesson's video the note belongs to, where it belongs to one. */
    videoSecond: z.number().int().nonnegative().max(360_000).nullable(),
  }),

  /**
   * Replaces the text of a note. `baseContent` is the text this edit started from: where the centre holds another
   * one by now, the two edits are merged on it, and where they overlap both texts are kept.
   */
  'notes.edit': z.object({
    noteId: id,
    baseContent: writtenText(maxBaseLength),
    content: writtenText(maxNoteLength),
  }),

  /**
   * `baseContent` is the text the person saw as they deleted it: where the centre holds another by now, the note is kept,
   * and the person is asked. Without it (older apps) the note is deleted whatever it holds.
   */
  'notes.delete': z.object({ noteId: id, baseContent: writtenText(maxBaseLength).optional() }),

  /** `quizVersion` is `quizzes.version_id` as this device holds it; the centre judges older apps by its newest version. */
  'quiz.start': z.object({
    attemptId: id,
    quizId: id,
    startedAtMs: instantMs,
    quizVersion: id.optional(),
  }),

  /** Sets the answer to one question of an attempt that is not handed in. `selectedAnswer` as in `domain/answers`. */
  'quiz.answer': z.object({
    attemptId: id,
    answerId: id,
    questionId: id,
    selectedAnswer: writtenText(maxAnswerLength),
  }),

  /** Hands an attempt in. Time on the device's monotonic clock. `quizVersion`: the last one the learner saw. */
  'quiz.submit': z.object({
    attemptId: id,
    quizVersion: id.optional(),
    submittedAtMs: instantMs,
    /** A year is the most that is told: a clock gone wrong must not keep an attempt from being handed in. */
    timeSpentSeconds: z
      .number()
      .nonnegative()
      .transform((seconds) => Math.min(Math.round(seconds), 31_536_000)),
  }),

  /** What the person decided about something refused: it was sent again (as new mutations), or is not wanted any more. */
  'attention.resolveRejection': z.object({ rejectionId: id, outcome: z.enum(rejectionOutcomes) }),

  /**
   * Ends a conflict. `content` becomes the text of the field in conflict, as an edit that started from `baseContent`;
   * null leaves the text as it is. Both sides stay in the conflict's row.
   */
  'conflicts.resolve': z.object({
    conflictId: id,
    baseContent: writtenText(maxBaseLength),
    content: writtenText(maxBaseLength).nullable(),
  }),

  ...courseReviewMutationArgs,
  ...profileMutationArgs,
  ...reviewMutationArgs,
  ...studioMutationArgs,
  ...studyMutationArgs,
  ...usageMutationArgs,
} as const

export type MutationName = keyof typeof mutationArgs
export type MutationArgs<N extends MutationName> = z.infer<(typeof mutationArgs)[N]>
/** One mutation with its arguments, as a union over all names. */
export type Mutation = { [N in MutationName]: { name: N; args: MutationArgs<N> } }[MutationName]

export function isMutationName(name: string): name is MutationName {
  return Object.hasOwn(mutationArgs, name)
}
