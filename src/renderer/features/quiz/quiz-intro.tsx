import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { QuizView } from '../../../shared/contract/quiz-views.ts'
import { createId } from '../../../shared/domain/ids.ts'
import { resolveMedia } from '../../data/media.ts'
import { mutate } from '../../data/mutate.ts'
import { errorWords, sentenceOf } from '../../ui/language/error-words.ts'
import { ButtonLink } from '../../ui/links.tsx'
import { Markdown } from '../../ui/markdown.tsx'
import { AttemptList } from './attempt-list.tsx'
import classes from './quiz.module.css'
import { gradingPromise, quizFacts } from './quiz-words.ts'

/** What a quiz is about, before it begins, and the attempts made so far. */
export function QuizIntro({ quiz }: { quiz: QuizView }) {
  const { t } = useTranslation(['quiz', 'common'])
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)

  const start = () => {
    setBusy(true)
    setTrouble(null)
    mutate('quiz.start', { attemptId: createId(), quizId: quiz.id, startedAtMs: Date.now() })
      .catch((error: unknown) => setTrouble(errorWords(error)))
      .finally(() => setBusy(false))
  }
  const made = quiz.attempts.filter((attempt) => attempt.state !== 'open')

  return (
    <div className={classes.intro}>
      <p className={classes.kind}>{t(`common:quizType.${quiz.type}`)}</p>
      <h1>{quiz.title}</h1>
      {quiz.description && (
        <div className={classes.description}>
          <Markdown source={quiz.description} place={{ resolveMedia }} topLevel={3} />
        </div>
      )}
      <dl className={classes.facts}>
        {quizFacts(quiz).map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className={classes.promise}>{gradingPromise(quiz.type)}</p>
      {quiz.mayStart ? (
        <Button size="md" onClick={start} loading={busy}>
          {made.length === 0 ? t('intro.start') : t('intro.again')}
        </Button>
      ) : (
        <>
          <p role="status">{quiz.whyNot === null ? null : sentenceOf(quiz.whyNot, 'limit-reached')}</p>
          <ButtonLink
            to="/learn/$courseId/$lessonId"
            params={{ courseId: quiz.courseId, lessonId: quiz.lessonId }}
          >
            {t('backToLesson')}
          </ButtonLink>
        </>
      )}
      {trouble && (
        <p role="alert" className={classes.trouble}>
          {trouble}
        </p>
      )}
      <AttemptList attempts={made} />
    </div>
  )
}
