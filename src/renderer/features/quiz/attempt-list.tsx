import { CircleCheck, Hourglass } from 'lucide-react'
import type { AttemptSummary } from '../../../shared/contract/quiz-views.ts'
import { formatMoment, formatPercent } from '../../ui/format.ts'
import { t } from '../../ui/language/texts.ts'
import { BlockLink } from '../../ui/links.tsx'
import classes from './quiz.module.css'

/** Attempts handed in, newest first, each a link to its receipt. */
export function AttemptList({ attempts }: { attempts: AttemptSummary[] }) {
  if (attempts.length === 0) return null
  return (
    <section aria-labelledby="attempts-made" className={classes.attempts}>
      <h2 id="attempts-made">{t('quiz:attempts.title')}</h2>
      <ul>
        {attempts.map((attempt) => {
          const Icon = attempt.state === 'graded' ? CircleCheck : Hourglass
          return (
            <li key={attempt.id}>
              <BlockLink
                to="/attempt/$attemptId"
                params={{ attemptId: attempt.id }}
                className={classes.attempt}
              >
                <Icon size={18} aria-hidden />
                <span>{formatMoment(attempt.submittedAtMs ?? attempt.startedAtMs)}</span>
                <span className={classes.attemptState}>{stateOf(attempt)}</span>
              </BlockLink>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

function stateOf(attempt: AttemptSummary): string {
  if (attempt.state === 'graded' && attempt.scorePercent !== null) {
    const score = formatPercent(attempt.scorePercent)
    return attempt.passed ? t('quiz:attempts.passed', { score }) : score
  }
  return attempt.delivery === 'received' ? t('quiz:attempts.received') : t('quiz:attempts.onDevice')
}
