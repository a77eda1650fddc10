import { useNavigate } from '@tanstack/react-router'
import { CloudOff, ListX } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AttemptView, QuizView } from '../../../shared/contract/quiz-views.ts'
import { keepCourse } from '../../data/actions.ts'
import { useKeepState, useQuiz } from '../../data/hooks.ts'
import { mutate } from '../../data/mutate.ts'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { ButtonLink } from '../../ui/links.tsx'
import { preloadMarkdown } from '../../ui/markdown.tsx'
import { NotOnDevice } from '../../ui/not-on-device.tsx'
import { usePlace } from '../../ui/place.ts'
import { StatePanel } from '../../ui/state-panel.tsx'
import { QuizIntro } from './quiz-intro.tsx'
import { QuizTaking } from './quiz-taking.tsx'

preloadMarkdown()

/** A quiz: its introduction, or the attempt under way exactly where it was left. */
export function QuizScreen({ quizId }: { quizId: string }) {
  const { t } = useTranslation(['quiz', 'common'])
  const { data: quiz, error, refetch } = useQuiz(quizId)
  usePlace(
    quiz
      ? [
          // A lesson that is a quiz has its name.
          ...(quiz.lessonTitle === quiz.title
            ? []
            : [{ label: quiz.lessonTitle, to: `/learn/${quiz.courseId}/${quiz.lessonId}` }]),
          { label: quiz.title },
        ]
      : quiz === null
        ? [{ label: t('screen.missing') }]
        : null,
  )
  if (error) return <ErrorPanel error={error} onRetry={() => void refetch()} />
  if (quiz === undefined) return null
  if (quiz === null) {
    return (
      <StatePanel
        icon={CloudOff}
        title={t('screen.missing')}
        order={1}
        action={<ButtonLink to="/">{t('common:action.myLearning')}</ButtonLink>}
      >
        {t('screen.missingBody')}
      </StatePanel>
    )
  }
  if (!quiz.onDevice) return <MissingQuiz courseId={quiz.courseId} />
  if (quiz.questions.length === 0) {
    return (
      <StatePanel
        icon={ListX}
        title={t('screen.noQuestions')}
        order={1}
        action={
          <ButtonLink
            to="/learn/$courseId/$lessonId"
            params={{ courseId: quiz.courseId, lessonId: quiz.lessonId }}
          >
            {t('backToLesson')}
          </ButtonLink>
        }
      />
    )
  }
  return <Quiz quiz={quiz} />
}

function Quiz({ quiz }: { quiz: QuizView }) {
  const navigate = useNavigate()
  // The attempt stays on the screen until its receipt takes its place.
  const [handingIn, setHandingIn] = useState<AttemptView | null>(null)
  const attempt = quiz.open ?? handingIn
  if (!attempt) return <QuizIntro quiz={quiz} />

  const submit = async (timeSpentSeconds: number) => {
    setHandingIn(attempt)
    try {
      await mutate('quiz.submit', { attemptId: attempt.id, submittedAtMs: Date.now(), timeSpentSeconds })
      await navigate({ to: '/attempt/$attemptId', params: { attemptId: attempt.id }, replace: true })
    } finally {
      setHandingIn(null)
    }
  }
  return <QuizTaking key={attempt.id} quiz={quiz} attempt={attempt} onSubmit={submit} />
}

function MissingQuiz({ courseId }: { courseId: string }) {
  const { data: keep } = useKeepState(courseId)
  return <NotOnDevice what="quiz" keep={keep} onKeep={() => keepCourse(courseId)} order={1} />
}
