import type { AttemptSummary } from '../../../shared/contract/views.ts'
import { formatDay, formatPercent } from '../../ui/format.ts'
import { TextLink } from '../../ui/links.tsx'
import classes from './my-learning.module.css'

/** Quizzes under way, handed in, and lately graded, each with where it is. */
export function AttemptList({ attempts }: { attempts: readonly AttemptSummary[] }) {
  return (
    <ul className={classes.list}>
      {attempts.map((attempt) => (
        <li key={attempt.id} className={classes.row}>
          {attempt.state === 'open' ? (
            <TextLink to="/quiz/$quizId" params={{ quizId: attempt.quizId }}>
              {attempt.quizTitle}
            </TextLink>
          ) : (
            <TextLink to="/attempt/$attemptId" params={{ attemptId: attempt.id }}>
              {attempt.quizTitle}
            </TextLink>
          )}
          <span className={classes.rowState}>{attemptWords(attempt)}</span>
          <span className={classes.rowDay}>
            {formatDay(attempt.gradedAtMs ?? attempt.submittedAtMs ?? attempt.startedAtMs)}
          </span>
        </li>
      ))}
    </ul>
  )
}

function attemptWords(attempt: AttemptSummary): string {
  if (attempt.state === 'open') return 'Under way'
  if (attempt.state === 'graded') {
    const score = attempt.scorePercent === null ? '' : ` ${formatPercent(attempt.scorePercent)}`
    const outcome = attempt.passed === null ? '' : attempt.passed ? ', passed' : ', not passed'
    return `Graded${score}${outcome}`
  }
  return attempt.delivery === 'received' ? 'Received, waiting for its grade' : 'Handed in, on this device'
}
