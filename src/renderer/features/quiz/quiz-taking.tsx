import { Button } from '@mantine/core'
import { ArrowLeft, ArrowRight, Flag } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AttemptView, QuizQuestion, QuizView } from '../../../shared/contract/quiz-views.ts'
import { isAnswered } from '../../../shared/domain/answers.ts'
import { AppError } from '../../../shared/errors/app-error.ts'
import { readDeviceClock } from '../../data/device-clock.ts'
import { resolveMedia } from '../../data/media.ts'
import { errorWords } from '../../ui/language/error-words.ts'
import { chosen } from '../../ui/question/answer-choice.ts'
import { AnswerFeedback } from '../../ui/question/answer-feedback.tsx'
import { QuestionAnswer } from '../../ui/question/question-answer.tsx'
import { QuestionCard } from '../../ui/question/question-card.tsx'
import { AttemptClock } from './attempt-clock.ts'
import { forgetAttemptPlace, toggled, useAttemptPlace } from './attempt-place.ts'
import { HandInDialog } from './hand-in-dialog.tsx'
import { QuestionOverview } from './question-overview.tsx'
import classes from './quiz.module.css'
import { QuizTimer } from './quiz-timer.tsx'
import { useAnswerSheet } from './use-answer-sheet.ts'
import { useQuizKeys } from './use-quiz-keys.ts'

interface QuizTakingProps {
  quiz: QuizView
  attempt: AttemptView
  /** Hands the attempt in; fails with an AppError where the device refuses. */
  onSubmit(timeSpentSeconds: number): Promise<void>
}

/** An attempt under way, one question at a time. Mount one per attempt (`key`). */
export function QuizTaking({ quiz, attempt, onSubmit }: QuizTakingProps) {
  const { t } = useTranslation(['quiz', 'common'])
  const { questions } = attempt
  const practice = quiz.type === 'PRACTICE'
  const [sheet, { answers, trouble }] = useAnswerSheet(attempt)
  const [place, changePlace] = useAttemptPlace(attempt.id)
  const [asking, setAsking] = useState(false)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const [clock] = useState(
    () =>
      new AttemptClock({
        startedAtMs: attempt.startedAtMs,
        kept: place,
        wallMs: () => Date.now(),
        monotonicMs: () => performance.now(),
        deviceClock: readDeviceClock,
      }),
  )
  useEffect(() => {
    const timer = setInterval(() => changePlace(clock.toKeep()), 5_000)
    return () => clearInterval(timer)
  }, [clock, changePlace])

  const found = questions.findIndex((question) => question.id === place.questionId)
  const index = Math.max(0, found)
  const question = questions[index]
  const heading = useRef<HTMLHeadingElement>(null)
  // The button that began the attempt is gone.
  useEffect(() => {
    if (document.activeElement === document.body) heading.current?.focus({ preventScroll: true })
  }, [])
  const isAnsweredHere = ({ id, type }: QuizQuestion) => isAnswered(type, answers.get(id) ?? '')

  const goTo = (to: number) => {
    const next = questions[to]
    if (!next) return
    sheet.flush()
    setAsking(false)
    changePlace({ questionId: next.id })
    heading.current?.focus()
  }
  const handIn = async (timeIsUp: boolean) => {
    if (busy) return
    setBusy(true)
    setFailure(null)
    try {
      const all = await sheet.written()
      // When time is up the attempt goes with what the device holds; before, the person is asked.
      if (!all && !timeIsUp) throw new AppError('unavailable', t('take.notWritten'))
      const limit = quiz.timeLimitMinutes === null ? Number.POSITIVE_INFINITY : quiz.timeLimitMinutes * 60
      await onSubmit(Math.min(clock.elapsedSeconds(), limit))
      forgetAttemptPlace(attempt.id)
    } catch (error) {
      setFailure(errorWords(error))
    } finally {
      setBusy(false)
    }
  }

  const last = index === questions.length - 1
  const answered = question !== undefined && isAnsweredHere(question)
  const checked = question !== undefined && place.checked.includes(question.id)
  const mayCheck = practice && answered && !checked
  const check = () => {
    if (!question) return
    sheet.flush()
    changePlace({ checked: [...place.checked, question.id] })
  }
  const goOn = () => {
    if (mayCheck) check()
    else if (last) setAsking(true)
    else goTo(index + 1)
  }
  useQuizKeys(
    {
      onOption: (option) => {
        if (!question || checked) return
        const before = answers.get(question.id) ?? ''
        const after = chosen(question, before, option)
        if (after !== before) sheet.choose(question.id, after)
      },
      onNext: () => goTo(index + 1),
      onPrevious: () => goTo(index - 1),
      onEnter: goOn,
    },
    !asking,
  )
  if (!question) return null

  const placesOf = (wanted: (question: QuizQuestion) => boolean) =>
    questions.flatMap((each, at) => (wanted(each) ? [at + 1] : []))
  const flagged = place.flagged.includes(question.id)
  return (
    <div className={classes.taking}>
      <header className={classes.takingHead}>
        <h1>{quiz.title}</h1>
        {quiz.timeLimitMinutes !== null && (
          <QuizTimer
            limitSeconds={quiz.timeLimitMinutes * 60}
            elapsedSeconds={() => clock.elapsedSeconds()}
            onTimeUp={() => void handIn(true)}
          />
        )}
      </header>
      <QuestionOverview
        currentId={question.id}
        questions={questions.map((each) => ({
          id: each.id,
          answered: isAnsweredHere(each),
          flagged: place.flagged.includes(each.id),
        }))}
        onGo={(id) => goTo(questions.findIndex((each) => each.id === id))}
      />
      <div className={classes.question}>
        <QuestionCard
          title={t('take.question', { number: index + 1, total: questions.length })}
          heading={heading}
          aside={t('common:count.points', { count: question.points })}
        >
          <QuestionAnswer
            key={question.id}
            question={question}
            answer={answers.get(question.id) ?? ''}
            onChoose={(answer) => sheet.choose(question.id, answer)}
            onType={(answer) => sheet.type(question.id, answer)}
            locked={checked}
            resolveMedia={resolveMedia}
          />
          <div aria-live="polite">
            {checked && (
              <Feedback question={question} attempt={attempt} given={answers.get(question.id) ?? ''} />
            )}
          </div>
        </QuestionCard>
      </div>
      {(trouble ?? failure) && (
        <p role="alert" className={classes.trouble}>
          {trouble ?? failure}
        </p>
      )}
      <footer className={classes.takingFoot}>
        <Button
          variant="default"
          leftSection={<ArrowLeft size={16} className="bx-directional" aria-hidden />}
          onClick={() => goTo(index - 1)}
          disabled={index === 0}
        >
          {t('take.previous')}
        </Button>
        <Button
          variant="subtle"
          color={flagged ? 'study' : 'gray'}
          aria-pressed={flagged}
          leftSection={<Flag size={16} fill={flagged ? 'currentColor' : 'none'} aria-hidden />}
          onClick={() => changePlace({ flagged: toggled(place.flagged, question.id) })}
        >
          {t('take.flag')}
        </Button>
        <span className={classes.forward}>
          {mayCheck && <Button onClick={check}>{t('take.check')}</Button>}
          {!last && (
            <Button
              variant={mayCheck ? 'default' : 'filled'}
              rightSection={<ArrowRight size={16} className="bx-directional" aria-hidden />}
              onClick={() => goTo(index + 1)}
            >
              {t('take.next')}
            </Button>
          )}
          <Button
            variant={last && !mayCheck ? 'filled' : 'default'}
            onClick={() => setAsking(true)}
            loading={busy && !asking}
          >
            {practice ? t('take.finish') : t('take.handIn')}
          </Button>
        </span>
      </footer>
      <p className={classes.keys}>{t('take.keys')}</p>
      <HandInDialog
        opened={asking}
        practice={practice}
        unanswered={placesOf((each) => !isAnsweredHere(each))}
        flagged={placesOf(({ id }) => place.flagged.includes(id))}
        busy={busy}
        trouble={failure}
        onGo={(at) => goTo(at - 1)}
        onClose={() => setAsking(false)}
        onHandIn={() => void handIn(false)}
      />
    </div>
  )
}

/** What the device says about an answer, once it says it about the answer given. */
function Feedback({
  question,
  attempt,
  given,
}: {
  question: QuizQuestion
  attempt: AttemptView
  given: string
}) {
  const answer = attempt.answers.find((each) => each.questionId === question.id)
  if (answer?.selectedAnswer !== given) return null
  return <AnswerFeedback question={question} answer={answer} graded={false} resolveMedia={resolveMedia} />
}
