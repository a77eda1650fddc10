import {
  type Mutation,
  type MutationArgs,
  type MutationName,
  mutationArgs,
} from '../../shared/contract/mutations.ts'
import { AppError } from '../../shared/errors/app-error.ts'
import * as attention from './attention.ts'
import * as courseReviews from './course-reviews.ts'
import * as enrollment from './enrollment.ts'
import type { DeviceMutation, MutationContext } from './mutation.ts'
import * as notes from './notes.ts'
import * as profile from './profile.ts'
import * as progress from './progress.ts'
import * as quiz from './quiz.ts'
import * as review from './review.ts'
import * as studio from './studio.ts'
import * as study from './study.ts'
import * as usage from './usage.ts'

const deviceMutations: { [N in MutationName]: DeviceMutation<N> } = {
  'enrollment.enroll': enrollment.enroll,
  'enrollment.visit': enrollment.visit,
  'progress.record': progress.record,
  'progress.complete': progress.complete,
  'notes.create': notes.create,
  'notes.edit': notes.edit,
  'notes.delete': notes.remove,
  'quiz.start': quiz.start,
  'quiz.answer': quiz.answer,
  'quiz.submit': quiz.submit,
  'attention.resolveRejection': attention.resolveRejection,
  'conflicts.resolve': attention.resolveConflict,
  'profile.edit': profile.edit,
  'profile.editTeaching': profile.editTeaching,
  'review.grade': review.grade,
  'review.undo': review.undo,
  'reviews.write': courseReviews.write,
  'reviews.delete': courseReviews.remove,
  'studio.editCourse': studio.editCourse,
  'studio.editLesson': studio.editLesson,
  'studio.createModule': studio.createModule,
  'studio.createLesson': studio.createLesson,
  'studio.moveModule': studio.moveModule,
  'studio.moveLesson': studio.moveLesson,
  'studio.deleteLesson': studio.deleteLesson,
  'study.record': study.record,
  'usage.record': usage.record,
}

/** Reads a mutation's arguments. @throws AppError `bad-input` naming the field. */
export function parseMutation<N extends MutationName>(name: N, args: unknown): Mutation {
  const parsed = mutationArgs[name].safeParse(args)
  if (parsed.success) return { name, args: parsed.data as MutationArgs<N> } as Mutation
  const issue = parsed.error.issues[0]
  throw new AppError(
    'bad-input',
    `${name}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is not valid'}`,
  )
}

/** Applies a mutation to the rows of this device. */
export function applyOnDevice<N extends MutationName>(
  context: MutationContext,
  mutation: { name: N; args: MutationArgs<N> },
): void {
  deviceMutations[mutation.name](context, mutation.args)
}
