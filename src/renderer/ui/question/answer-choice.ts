import type { QuizQuestion } from '../../../shared/contract/quiz-views.ts'
import { decodeTexts, encodeText, encodeTexts } from '../../../shared/domain/answers.ts'
import { t } from '../language/texts.ts'

/** The answer after the nth option (from 0) was chosen, by hand or by key. */
export function chosen(question: QuizQuestion, answer: string, index: number): string {
  const option = optionsOf(question)[index]
  if (!option) return answer
  if (!question.multipleAnswers || question.type !== 'MULTIPLE_CHOICE') return encodeText(option.value)
  const before = decodeTexts(answer)
  const after = before.includes(option.value)
    ? before.filter((value) => value !== option.value)
    : [...before, option.value]
  // In the order of the options, so that the same choice is the same text.
  return encodeTexts(question.options.filter((value) => after.includes(value)))
}

export function optionsOf(question: QuizQuestion): { value: string; label: string }[] {
  if (question.type === 'TRUE_FALSE')
    return [
      { value: 'true', label: t('quiz:answer.true') },
      { value: 'false', label: t('quiz:answer.false') },
    ]
  if (question.type !== 'MULTIPLE_CHOICE') return []
  return question.options.map((value) => ({ value, label: value }))
}
