import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { AttemptSummary } from '../../../shared/contract/quiz-views.ts'
import { formatDay, formatPercent } from '../../ui/format.ts'
import { sentenceOf } from '../../ui/language/error-words.ts'
import { TextLink } from '../../ui/links.tsx'
import classes from './my-learning.module.css'

/** Quizzes under way, handed in, and lately graded, each with where it is. */
export function AttemptList({ attempts }: { attempts: readonly AttemptSummary[] }) {
  const { t } = useTranslation('my-learning')
  return (
    <ul className={classes.list}>
      {attempts.map((attempt) => (
        <li key={attempt.id} className={classes.row}>
          {attempt.state === 'open' ? (
            <TextLink to="/quiz/$quizId" params={{ quizId: attempt.quizId }}>
              {sentenceOf(attempt.quizTitle)}
            </TextLink>
          ) : (
            <TextLink to="/attempt/$attemptId" params={{ attemptId: attempt.id }}>
              {sentenceOf(attempt.quizTitle)}
            </TextLink>
          )}
          <span className={classes.rowState}>{attemptWords(t, attempt)}</span>
          <span className={classes.rowDay}>
            {formatDay(attempt.gradedAtMs ?? attempt.submittedAtMs ?? attempt.startedAtMs)}
          </span>
        </li>
      ))}
    </ul>
  )
}

function attemptWords(t: TFunction<'my-learning'>, attempt: AttemptSummary): string {
  if (attempt.state === 'open') return t('attempt.open')
  if (attempt.state !== 'graded')
    return attempt.delivery === 'received' ? t('attempt.received') : t('attempt.onDevice')
  if (attempt.scorePercent === null) return t('attempt.graded')
  const score = formatPercent(attempt.scorePercent)
  if (attempt.passed === null) return t('attempt.gradedScore', { score })
  return attempt.passed ? t('attempt.passed', { score }) : t('attempt.failed', { score })
}
