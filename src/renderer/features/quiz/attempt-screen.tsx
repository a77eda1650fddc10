import { FileQuestion } from 'lucide-react'
import type { AttemptView, QuizView } from '../../../shared/contract/views.ts'
import { useAttempt, useQuiz } from '../../data/hooks.ts'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { countOf, formatNumber, formatPercent } from '../../ui/format.ts'
import { ButtonLink } from '../../ui/links.tsx'
import { usePlace } from '../../ui/place.ts'
import { StatePanel } from '../../ui/state-panel.tsx'
import { AnswerFeedback } from './answer-feedback.tsx'
import { QuestionAnswer } from './question-answer.tsx'
import classes from './quiz.module.css'
import { quizNames } from './quiz-words.ts'
import { Receipt } from './receipt.tsx'

/** An attempt handed in: its receipt, its score once there is one, and every answer. */
export function AttemptScreen({ attemptId }: { attemptId: string }) {
  const { data: attempt, error, refetch } = useAttempt(attemptId)
  usePlace(
    attempt ? [{ label: attempt.quizTitle, to: `/quiz/${attempt.quizId}` }, { label: 'Your attempt' }] : null,
  )
  if (error) return <ErrorPanel error={error} onRetry={() => void refetch()} />
  if (attempt === undefined) return null
  if (attempt === null) {
    return (
      <StatePanel
        icon={FileQuestion}
        title="This attempt is not on this device"
        order={1}
        action={<ButtonLink to="/">Go to my learning</ButtonLink>}
      >
        It arrives with the next connection, if it was made on another device.
      </StatePanel>
    )
  }
  return <Attempt attempt={attempt} />
}

function Attempt({ attempt }: { attempt: AttemptView }) {
  const { data: quiz } = useQuiz(attempt.quizId)
  if (attempt.state === 'open') {
    return (
      <StatePanel
        icon={FileQuestion}
        title="This attempt is still under way"
        order={1}
        action={
          <ButtonLink to="/quiz/$quizId" params={{ quizId: attempt.quizId }}>
            Go on with the quiz
          </ButtonLink>
        }
      />
    )
  }
  return (
    <div className={classes.review}>
      <p className={classes.kind}>{quizNames[attempt.quizType]}</p>
      <h1>{attempt.quizTitle}</h1>
      <Score attempt={attempt} quiz={quiz ?? null} />
      {quiz && ranOutOfTime(attempt, quiz) && (
        <p className={classes.promise}>
          Time was up, so it was handed in by itself with the answers given until then.
        </p>
      )}
      <Receipt attempt={attempt} />
      <div className={classes.reviewActions}>
        <ButtonLink
          to="/learn/$courseId/$lessonId"
          params={{ courseId: attempt.courseId, lessonId: attempt.lessonId }}
        >
          Back to the lesson
        </ButtonLink>
        {quiz?.mayStart && !quiz.open && (
          <ButtonLink to="/quiz/$quizId" params={{ quizId: attempt.quizId }} variant="default">
            Take it again
          </ButtonLink>
        )}
      </div>
      {quiz && quiz.questions.length > 0 ? (
        <Answers attempt={attempt} quiz={quiz} />
      ) : (
        quiz !== undefined && (
          <p className={classes.quiet}>
            The questions of this quiz are not on this device. Keep its course here to read them again.
          </p>
        )
      )}
    </div>
  )
}

function Score({ attempt, quiz }: { attempt: AttemptView; quiz: QuizView | null }) {
  if (attempt.state !== 'graded' || attempt.scorePercent === null) {
    return (
      <p className={classes.handedIn}>
        Handed in. {countOf(attempt.answers.length, 'answer is', 'answers are')} safe
        {attempt.delivery === 'received' ? ' at your school.' : ' on this device.'}
      </p>
    )
  }
  return (
    <p className={classes.score}>
      <strong>{formatPercent(attempt.scorePercent)}</strong>
      <span>
        {attempt.passed ? 'Passed' : 'Not passed'}
        {quiz && `, ${formatPercent(quiz.passingScore)} needed`}
        {attempt.pointsEarned !== null && attempt.pointsPossible > 0 && (
          <>
            <br />
            {formatNumber(attempt.pointsEarned)} of {countOf(attempt.pointsPossible, 'point')}
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

function Answers({ attempt, quiz }: { attempt: AttemptView; quiz: QuizView }) {
  const nothing = () => undefined
  return (
    <section aria-labelledby="answers-title" className={classes.answers}>
      <h2 id="answers-title">Your answers</h2>
      <ol>
        {quiz.questions.map((question, index) => {
          const answer = attempt.answers.find((each) => each.questionId === question.id)
          return (
            <li key={question.id}>
              <h3>
                Question {index + 1}{' '}
                <span className={classes.quiet}>{countOf(question.points, 'point')}</span>
              </h3>
              <QuestionAnswer
                question={question}
                answer={answer?.selectedAnswer ?? ''}
                onChoose={nothing}
                onType={nothing}
                locked
              />
              <AnswerFeedback question={question} answer={answer} graded={attempt.state === 'graded'} />
            </li>
          )
        })}
      </ol>
    </section>
  )
}
