import type { questions } from '../../../drizzle/schema/sqlite/learning.ts'
import type { QuizQuestion } from '../../shared/contract/quiz-views.ts'
import { countBlanks, decodeBlankKey, decodeTexts } from '../../shared/domain/answers.ts'

/** A question that is here as such; a row that only carries a key has no text yet. */
export type Question = typeof questions.$inferSelect & { text: string }

/** A question as people see it, without its key. */
export function questionView(question: Question): QuizQuestion {
  return {
    id: question.id,
    text: question.text,
    type: question.type,
    points: question.points,
    options: question.options,
    multipleAnswers: question.multipleAnswers,
    blankCount: countBlanks(question.type, question.text),
  }
}

/** A key as texts for people, one each answer or blank. */
export function keyTexts(question: Question, key: string): string[] {
  return question.type === 'FILL_IN_BLANK'
    ? decodeBlankKey(key).map((accepted) => accepted.join(' / '))
    : decodeTexts(key)
}
