import type { QuestionType, QuizType } from './enums.ts'
import type { Delivery } from './sync-views.ts'

/** Quizzes and attempts at them. Times are UTC milliseconds. */

export interface AttemptSummary {
  id: string
  quizId: string
  lessonId: string
  courseId: string
  quizTitle: string
  quizType: QuizType
  /** `open`: not handed in; `waiting`: handed in, not received or not graded; `graded`. */
  state: 'open' | 'waiting' | 'graded'
  delivery: Delivery
  /** Percentage 0–100 once graded. */
  scorePercent: number | null
  passed: boolean | null
  startedAtMs: number
  submittedAtMs: number | null
  gradedAtMs: number | null
}

export interface QuizSummary {
  id: string
  title: string
  type: QuizType
  questionCount: number
  timeLimitMinutes: number | null
  passingScore: number
  bestScorePercent: number | null
}

export interface QuizQuestion {
  id: string
  /** Markdown. */
  text: string
  type: QuestionType
  points: number
  options: string[]
  /** More than one option may be chosen. */
  multipleAnswers: boolean
  /** Blanks in a FILL_IN_BLANK text, 0 otherwise. */
  blankCount: number
}

export interface AnswerView {
  questionId: string
  selectedAnswer: string
  /** Known for practice at once, for graded quizzes after the centre graded; null: waits (or an essay). */
  correct: boolean | null
  pointsEarned: number | null
  /** The right answer(s) as text for people, where they may be shown. */
  correctAnswer: string[] | null
  explanation: string | null
}

export interface AttemptView extends AttemptSummary {
  /** Those on this device, as the attempt asked them: in its order, options included. */
  questions: QuizQuestion[]
  answers: AnswerView[]
  pointsEarned: number | null
  pointsPossible: number
  /** Answers waiting for a person to grade them. */
  waitingForPerson: number
  overLimit: boolean
}

export interface QuizView {
  id: string
  title: string
  description: string | null
  type: QuizType
  lessonId: string
  lessonTitle: string
  courseId: string
  timeLimitMinutes: number | null
  passingScore: number
  shuffleQuestions: boolean
  showCorrectAnswers: boolean
  allowRetakes: boolean
  maxAttempts: number | null
  /** Empty when not on this device. In the order of the attempt under way (shuffled per attempt). */
  questions: QuizQuestion[]
  onDevice: boolean
  /** Newest first. */
  attempts: AttemptSummary[]
  /** The attempt that is not handed in, if there is one, with its answers. */
  open: AttemptView | null
  /** Whether a new attempt may be started, and why not. */
  mayStart: boolean
  whyNot: string | null
}
