import { CircleCheck, CircleX, Hourglass, MinusCircle } from 'lucide-react'
import type { AnswerView, QuizQuestion } from '../../../shared/contract/quiz-views.ts'
import { isAnswered } from '../../../shared/domain/answers.ts'
import { t } from '../language/texts.ts'
import { Markdown } from '../markdown.tsx'
import classes from './answer-feedback.module.css'
import { OptionText } from './option-text.tsx'

interface AnswerFeedbackProps {
  question: QuizQuestion
  answer: AnswerView | undefined
  /** The attempt is graded: what is not right yet never will be. */
  graded: boolean
  /** Turns `brainix-file:` addresses into what the shell serves. */
  resolveMedia(url: string): string
}

/** Whether an answer was right, what would have been, and why. */
export function AnswerFeedback({ question, answer, graded, resolveMedia }: AnswerFeedbackProps) {
  const { tone, Icon, words } = verdictOf(question, answer, graded)
  const right = answer?.correct === true ? [] : (answer?.correctAnswer ?? [])
  return (
    <div className={classes.feedback} data-tone={tone}>
      <p className={classes.verdict}>
        <Icon size={20} aria-hidden />
        {words}
        {answer?.correct === true && answer.pointsEarned !== null && answer.pointsEarned > 0 && (
          <span className={classes.points}>{t('count.points', { count: answer.pointsEarned })}</span>
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
                  <OptionText text={spoken(question, text)} resolveMedia={resolveMedia} />
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
    return { tone: 'neutral', Icon: MinusCircle, words: t('quiz:feedback.unanswered') } as const
  if (answer.correct === true)
    return { tone: 'success', Icon: CircleCheck, words: t('quiz:feedback.right') } as const
  if (answer.correct === false)
    return { tone: 'danger', Icon: CircleX, words: t('quiz:feedback.wrong') } as const
  if (question.type === 'ESSAY' && answer.correctAnswer !== null)
    return { tone: 'neutral', Icon: Hourglass, words: t('quiz:feedback.compare') } as const
  if (question.type === 'ESSAY')
    return { tone: 'neutral', Icon: Hourglass, words: t('quiz:feedback.instructor') } as const
  const words = graded ? t('quiz:feedback.handedIn') : t('quiz:feedback.waits')
  return { tone: 'neutral', Icon: Hourglass, words } as const
}

function rightLabel(question: QuizQuestion, count: number): string {
  if (question.type === 'ESSAY') return t('quiz:feedback.essay')
  if (question.type === 'SHORT_ANSWER' && count > 1) return t('quiz:feedback.any')
  return count > 1 ? t('quiz:feedback.answers') : t('quiz:feedback.answer')
}

function spoken(question: QuizQuestion, text: string): string {
  if (question.type !== 'TRUE_FALSE') return text
  return text === 'true' ? t('quiz:answer.true') : text === 'false' ? t('quiz:answer.false') : text
}
