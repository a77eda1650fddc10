import { CircleCheck, CircleX, Hourglass, MinusCircle } from 'lucide-react'
import type { AnswerView, QuizQuestion } from '../../../shared/contract/views.ts'
import { isAnswered } from '../../../shared/domain/answers.ts'
import { resolveMedia } from '../../data/media.ts'
import { countOf } from '../../ui/format.ts'
import { Markdown } from '../../ui/markdown.tsx'
import { InlineCodeText } from '../../ui/markdown-inline.tsx'
import classes from './answer-feedback.module.css'

interface AnswerFeedbackProps {
  question: QuizQuestion
  answer: AnswerView | undefined
  /** The attempt is graded: what is not right yet never will be. */
  graded: boolean
}

/** Whether an answer was right, what would have been, and why. */
export function AnswerFeedback({ question, answer, graded }: AnswerFeedbackProps) {
  const { tone, Icon, words } = verdictOf(question, answer, graded)
  const right = answer?.correct === true ? [] : (answer?.correctAnswer ?? [])
  return (
    <div className={classes.feedback} data-tone={tone}>
      <p className={classes.verdict}>
        <Icon size={20} aria-hidden />
        {words}
        {answer?.correct === true && answer.pointsEarned !== null && answer.pointsEarned > 0 && (
          <span className={classes.points}>{countOf(answer.pointsEarned, 'point')}</span>
        )}
      </p>
      {right.length > 0 && (
        <div className={classes.right}>
          <span>{rightLabel(question, right.length)}</span>
          {question.type === 'ESSAY' ? (
            <Markdown source={right.join('\n\n')} place={{ resolveMedia }} face="interface" topLevel={4} />
          ) : (
            <ul>
              {right.map((text) => (
                <li key={text}>
                  <InlineCodeText text={spoken(question, text)} />
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
      {answer?.explanation && (
        <Markdown source={answer.explanation} place={{ resolveMedia }} face="interface" topLevel={4} />
      )}
    </div>
  )
}

function verdictOf(question: QuizQuestion, answer: AnswerView | undefined, graded: boolean) {
  if (!answer || !isAnswered(question.type, answer.selectedAnswer))
    return { tone: 'neutral', Icon: MinusCircle, words: 'Not answered' } as const
  if (answer.correct === true) return { tone: 'success', Icon: CircleCheck, words: 'Right' } as const
  if (answer.correct === false) return { tone: 'danger', Icon: CircleX, words: 'Not right' } as const
  if (question.type === 'ESSAY' && answer.correctAnswer !== null)
    return { tone: 'neutral', Icon: Hourglass, words: 'Compare your answer with this one' } as const
  if (question.type === 'ESSAY')
    return { tone: 'neutral', Icon: Hourglass, words: 'Your instructor reads this answer' } as const
  const words = graded ? 'Handed in' : 'Waits to be graded'
  return { tone: 'neutral', Icon: Hourglass, words } as const
}

function rightLabel(question: QuizQuestion, count: number): string {
  if (question.type === 'ESSAY') return 'An answer that says what matters:'
  if (question.type === 'SHORT_ANSWER' && count > 1) return 'Any of these is right:'
  return count > 1 ? 'Right answers:' : 'Right answer:'
}

function spoken(question: QuizQuestion, text: string): string {
  if (question.type !== 'TRUE_FALSE') return text
  return text === 'true' ? 'True' : text === 'false' ? 'False' : text
}
