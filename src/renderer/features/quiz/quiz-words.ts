import type { QuizType } from '../../../shared/contract/enums.ts'
import type { QuizView } from '../../../shared/contract/views.ts'
import { countOf, formatMinutes, formatPercent } from '../../ui/format.ts'

export const quizNames: Record<QuizType, string> = {
  PRACTICE: 'Practice quiz',
  GRADED: 'Graded quiz',
  FINAL_EXAM: 'Final exam',
}

export interface QuizFact {
  name: string
  value: string
}

/** What a person wants to know before they begin. */
export function quizFacts(quiz: QuizView): QuizFact[] {
  const facts: QuizFact[] = [{ name: 'Questions', value: countOf(quiz.questions.length, 'question') }]
  facts.push({
    name: 'Time',
    value: quiz.timeLimitMinutes === null ? 'No limit' : formatMinutes(quiz.timeLimitMinutes),
  })
  facts.push({ name: 'To pass', value: formatPercent(quiz.passingScore) })
  facts.push({ name: 'Attempts', value: attemptsAllowed(quiz) })
  return facts
}

function attemptsAllowed(quiz: QuizView): string {
  const made = quiz.attempts.filter((attempt) => attempt.state !== 'open').length
  if (!quiz.allowRetakes) return made === 0 ? 'One' : 'One, made'
  if (quiz.maxAttempts === null) return 'As many as you like'
  return `${made} of ${quiz.maxAttempts} made`
}

/** When and by whom this quiz is graded, said before it begins. */
export function gradingPromise(type: QuizType): string {
  return type === 'PRACTICE'
    ? 'You can check each answer at once, also without a connection.'
    : 'Take it with or without a connection. It is graded after it has reached your school; until then it is safe on this device.'
}
