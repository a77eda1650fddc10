import { quizAttempts, quizzes } from '../../../drizzle/schema/sqlite/learning.ts'
import type { Mutation } from '../../shared/contract/mutations.ts'
import type { Tx } from '../db/write-door.ts'

/**
 * A mutation with the version of the quiz that this device shows: the centre judges an attempt by what the learner saw,
 * whatever becomes of the quiz meanwhile. All other mutations stay as they are.
 */
export function nameVersion(tx: Tx, mutation: Mutation): Mutation {
  switch (mutation.name) {
    case 'quiz.start': {
      const quizVersion = mutation.args.quizVersion ?? versionHere(tx, mutation.args.quizId)
      return quizVersion ? { ...mutation, args: { ...mutation.args, quizVersion } } : mutation
    }
    case 'quiz.submit': {
      const quizId = tx.local.find(quizAttempts, mutation.args.attemptId)?.quizId
      const quizVersion = mutation.args.quizVersion ?? (quizId === undefined ? '' : versionHere(tx, quizId))
      return quizVersion ? { ...mutation, args: { ...mutation.args, quizVersion } } : mutation
    }
    default:
      return mutation
  }
}

/** Empty where the quiz is not here, or came from a centre that keeps no versions. */
function versionHere(tx: Tx, quizId: string): string {
  return tx.local.find(quizzes, quizId)?.versionId ?? ''
}
