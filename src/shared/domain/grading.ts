import type { QuestionType } from '../contract/enums.ts'
import { decodeBlankKey, decodeTexts, isAnswered, normaliseText } from './answers.ts'

/** The one set of grading rules: the engine uses it for practice quizzes, the centre for all. */

export interface GradableQuestion {
  id: string
  type: QuestionType
  points: number
  correctAnswer: string
}

/** `waits`: only a person can grade it. */
export type Verdict = 'correct' | 'wrong' | 'waits'

/** Grades one answer against its key. An unanswered question is wrong; an essay with any text waits for a person. */
export function gradeAnswer(question: GradableQuestion, selectedAnswer: string): Verdict {
  if (!isAnswered(question.type, selectedAnswer)) return 'wrong'
  switch (question.type) {
    case 'ESSAY':
      return 'waits'
    case 'TRUE_FALSE':
      return verdict(normaliseText(selectedAnswer) === normaliseText(question.correctAnswer))
    case 'MULTIPLE_CHOICE':
      return verdict(sameSet(decodeTexts(selectedAnswer), decodeTexts(question.correctAnswer)))
    case 'SHORT_ANSWER':
      return verdict(accepts(decodeTexts(question.correctAnswer), selectedAnswer))
    case 'FILL_IN_BLANK': {
      const key = decodeBlankKey(question.correctAnswer)
      const given = decodeTexts(selectedAnswer)
      return verdict(
        given.length === key.length && key.every((accepted, blank) => accepts(accepted, given[blank] ?? '')),
      )
    }
  }
}

export interface GradedAnswer {
  questionId: string
  verdict: Verdict
  pointsEarned: number
}

export interface AttemptGrade {
  answers: GradedAnswer[]
  totalQuestions: number
  correctAnswers: number
  pointsEarned: number
  /** Points of all questions but those that wait for a person. */
  pointsPossible: number
  waitingForPerson: number
  /** Exact decimal percentage with two digits, `0.00` to `100.00`, of `pointsPossible`. */
  score: string
  passed: boolean
}

/**
 * Grades an attempt.
 * @param answers question id → selected answer; questions without one are wrong.
 * @param passingScore percentage needed to pass.
 * A quiz of nothing but waiting essays scores 0 and is not passed yet.
 */
export function gradeAttempt(
  questions: readonly GradableQuestion[],
  answers: ReadonlyMap<string, string>,
  passingScore: number,
): AttemptGrade {
  const graded = questions.map((question): GradedAnswer & { points: number } => {
    const result = gradeAnswer(question, answers.get(question.id) ?? '')
    return {
      questionId: question.id,
      verdict: result,
      pointsEarned: result === 'correct' ? question.points : 0,
      points: question.points,
    }
  })
  const settled = graded.filter((answer) => answer.verdict !== 'waits')
  const pointsEarned = settled.reduce((sum, answer) => sum + answer.pointsEarned, 0)
  const pointsPossible = settled.reduce((sum, answer) => sum + answer.points, 0)
  const hundredths = percentHundredths(pointsEarned, pointsPossible)
  return {
    answers: graded.map(({ questionId, verdict, pointsEarned }) => ({ questionId, verdict, pointsEarned })),
    totalQuestions: questions.length,
    correctAnswers: graded.filter((answer) => answer.verdict === 'correct').length,
    pointsEarned,
    pointsPossible,
    waitingForPerson: graded.length - settled.length,
    score: formatHundredths(hundredths),
    passed: pointsPossible > 0 && hundredths >= passingScore * 100,
  }
}

/** `part` of `whole` as an exact decimal percentage with two digits, rounded half up; `0.00` of nothing. */
export function percentText(part: number, whole: number): string {
  return formatHundredths(percentHundredths(part, whole))
}

function percentHundredths(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.floor((part * 20_000 + whole) / (2 * whole))
}

function formatHundredths(hundredths: number): string {
  return `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`
}

function verdict(right: boolean): Verdict {
  return right ? 'correct' : 'wrong'
}

function accepts(accepted: readonly string[], given: string): boolean {
  const wanted = normaliseText(given)
  return accepted.some((text) => normaliseText(text) === wanted)
}

/** Options are chosen, not typed: `-d` and `-D`, `x²` and `x2` are different ones. */
function sameSet(left: readonly string[], right: readonly string[]): boolean {
  const option = (text: string) => text.normalize('NFC').trim()
  const a = new Set(left.map(option))
  const b = new Set(right.map(option))
  return a.size === b.size && [...a].every((text) => b.has(text))
}
