import type { QuizType } from '../../../shared/contract/enums.ts'
import type { QuizView } from '../../../shared/contract/quiz-views.ts'
import { formatMinutes, formatNumber, formatPercent } from '../../ui/format.ts'

import { t } from '../../ui/language/texts.ts'

export interface QuizFact {
  name: string
  value: string
}

/** What a person wants to know before they begin. */
export function quizFacts(quiz: QuizView): QuizFact[] {
  const facts: QuizFact[] = [
    { name: t('quiz:fact.questions'), value: t('count.questions', { count: quiz.questions.length }) },
  ]
  facts.push({
    name: t('quiz:fact.time'),
    value: quiz.timeLimitMinutes === null ? t('quiz:fact.noLimit') : formatMinutes(quiz.timeLimitMinutes),
  })
  facts.push({ name: t('quiz:fact.toPass'), value: formatPercent(quiz.passingScore) })
  facts.push({ name: t('quiz:fact.attempts'), value: attemptsAllowed(quiz) })
  return facts
}

function attemptsAllowed(quiz: QuizView): string {
  const made = quiz.attempts.filter((attempt) => attempt.state !== 'open').length
  if (!quiz.allowRetakes) return made === 0 ? t('quiz:fact.one') : t('quiz:fact.oneMade')
  if (quiz.maxAttempts === null) return t('quiz:fact.any')
  return t('quiz:fact.made', { made: formatNumber(made), allowed: formatNumber(quiz.maxAttempts) })
}

/** When and by whom this quiz is graded, said before it begins. */
export function gradingPromise(type: QuizType): string {
  return type === 'PRACTICE' ? t('quiz:promise.practice') : t('quiz:promise.graded')
}
