import { FileQuestion } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { AttemptView, QuizView } from '../../../shared/contract/quiz-views.ts'
import { decodeTexts } from '../../../shared/domain/answers.ts'
import { useAttempt, useQuiz } from '../../data/hooks.ts'
import { resolveMedia } from '../../data/media.ts'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { formatNumber, formatPercent } from '../../ui/format.ts'
import { ButtonLink } from '../../ui/links.tsx'
import { Markdown } from '../../ui/markdown.tsx'
import { usePlace } from '../../ui/place.ts'
import { AnswerFeedback } from '../../ui/question/answer-feedback.tsx'
import { QuestionAnswer } from '../../ui/question/question-answer.tsx'
import { StatePanel } from '../../ui/state-panel.tsx'
import classes from './quiz.module.css'
import { Receipt } from './receipt.tsx'

/** An attempt handed in: its receipt, its score once there is one, and every answer. */
export function AttemptScreen({ attemptId }: { attemptId: string }) {
  const { t } = useTranslation(['quiz', 'common'])
  const { data: attempt, error, refetch } = useAttempt(attemptId)
  usePlace(
    attempt
      ? [{ label: attempt.quizTitle, to: `/quiz/${attempt.quizId}` }, { label: t('attempt.place') }]
      : attempt === null
        ? [{ label: t('attempt.missing') }]
        : null,
  )
  if (error) return <ErrorPanel error={error} onRetry={() => void refetch()} />
  if (attempt === undefined) return null
  if (attempt === null) {
    return (
      <StatePanel
        icon={FileQuestion}
        title={t('attempt.missing')}
        order={1}
        action={<ButtonLink to="/">{t('common:action.myLearning')}</ButtonLink>}
      >
        {t('attempt.missingBody')}
      </StatePanel>
    )
  }
  return <Attempt attempt={attempt} />
}

function Attempt({ attempt }: { attempt: AttemptView }) {
  const { t } = useTranslation(['quiz', 'common'])
  const { data: quiz } = useQuiz(attempt.quizId)
  if (attempt.state === 'open') {
    return (
      <StatePanel
        icon={FileQuestion}
        title={t('attempt.open')}
        order={1}
        action={
          <ButtonLink to="/quiz/$quizId" params={{ quizId: attempt.quizId }}>
            {t('attempt.goOn')}
          </ButtonLink>
        }
      />
    )
  }
  return (
    <div className={classes.review}>
      <p className={classes.kind}>{t(`common:quizType.${attempt.quizType}`)}</p>
      <h1>{attempt.quizTitle}</h1>
      <Score attempt={attempt} quiz={quiz ?? null} />
      {quiz && ranOutOfTime(attempt, quiz) && <p className={classes.promise}>{t('attempt.timeUp')}</p>}
      <Receipt attempt={attempt} />
      <div className={classes.reviewActions}>
        <ButtonLink
          to="/learn/$courseId/$lessonId"
          params={{ courseId: attempt.courseId, lessonId: attempt.lessonId }}
        >
          {t('backToLesson')}
        </ButtonLink>
        {quiz?.mayStart && !quiz.open && (
          <ButtonLink to="/quiz/$quizId" params={{ quizId: attempt.quizId }} variant="default">
            {t('intro.again')}
          </ButtonLink>
        )}
      </div>
      {attempt.questions.length > 0 ? (
        <Answers attempt={attempt} />
      ) : (
        quiz !== undefined && <p className={classes.quiet}>{t('attempt.noQuestions')}</p>
      )}
    </div>
  )
}

function Score({ attempt, quiz }: { attempt: AttemptView; quiz: QuizView | null }) {
  const { t } = useTranslation(['quiz', 'common'])
  if (attempt.state !== 'graded' || attempt.scorePercent === null) {
    return (
      <p className={classes.handedIn}>
        {attempt.delivery === 'received'
          ? t('attempt.safeSchool', { count: attempt.answers.length })
          : t('attempt.safeDevice', { count: attempt.answers.length })}
      </p>
    )
  }
  return (
    <p className={classes.score}>
      <strong>{formatPercent(attempt.scorePercent)}</strong>
      <span>
        {quiz
          ? t(attempt.passed ? 'attempt.passedNeeded' : 'attempt.failedNeeded', {
              percent: formatPercent(quiz.passingScore),
            })
          : t(attempt.passed ? 'attempt.passed' : 'attempt.failed')}
        {attempt.pointsEarned !== null && attempt.pointsPossible > 0 && (
          <>
            <br />
            {t('attempt.points', {
              earned: formatNumber(attempt.pointsEarned),
              count: attempt.pointsPossible,
            })}
          </>
        )}
      </span>
    </p>
  )
}

function ranOutOfTime({ startedAtMs, submittedAtMs }: AttemptView, { timeLimitMinutes }: QuizView): boolean {
  return (
    timeLimitMinutes !== null &&
    submittedAtMs !== null &&
    submittedAtMs - startedAtMs >= timeLimitMinutes * 60_000
  )
}

/** Every question as the attempt asked it, with the answer given. */
function Answers({ attempt }: { attempt: AttemptView }) {
  const { t } = useTranslation(['quiz', 'common'])
  const nothing = () => undefined
  const asked = new Set(attempt.questions.map(({ id }) => id))
  const gone = attempt.answers.filter(({ questionId }) => !asked.has(questionId))
  return (
    <section aria-labelledby="answers-title" className={classes.answers}>
      <h2 id="answers-title">{t('attempt.answers')}</h2>
      <ol>
        {attempt.questions.map((question, index) => {
          const answer = attempt.answers.find((each) => each.questionId === question.id)
          return (
            <li key={question.id}>
              <h3>
                {t('attempt.question', { number: index + 1 })}{' '}
                <span className={classes.quiet}>{t('common:count.points', { count: question.points })}</span>
              </h3>
              <QuestionAnswer
                question={question}
                answer={answer?.selectedAnswer ?? ''}
                onChoose={nothing}
                onType={nothing}
                locked
                resolveMedia={resolveMedia}
              />
              <AnswerFeedback
                question={question}
                answer={answer}
                graded={attempt.state === 'graded'}
                resolveMedia={resolveMedia}
              />
            </li>
          )
        })}
        {gone.map((answer) => (
          <li key={answer.questionId}>
            <p className={classes.quiet}>{t('attempt.gone')}</p>
            <p dir="auto">{decodeTexts(answer.selectedAnswer).join(', ')}</p>
            {answer.explanation && (
              <Markdown source={answer.explanation} place={{ resolveMedia }} face="interface" topLevel={4} />
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}
