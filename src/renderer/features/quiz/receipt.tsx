import { CircleCheck, CircleDashed } from 'lucide-react'
import type { AttemptView } from '../../../shared/contract/views.ts'
import { countOf, formatMoment, formatPercent } from '../../ui/format.ts'
import classes from './quiz.module.css'

/** Where an attempt is: on this device, received, graded. */
export function Receipt({ attempt }: { attempt: AttemptView }) {
  const received = attempt.delivery === 'received'
  const graded = attempt.state === 'graded' && attempt.scorePercent !== null
  const steps = [
    {
      name: 'On this device',
      done: true,
      note: attempt.submittedAtMs === null ? '' : formatMoment(attempt.submittedAtMs),
    },
    {
      name: 'Received',
      done: received,
      note: received ? '' : 'as soon as there is a connection',
    },
    {
      name: graded ? `Graded ${formatPercent(attempt.scorePercent ?? 0)}` : 'Graded',
      done: graded,
      note: graded
        ? attempt.gradedAtMs === null
          ? ''
          : formatMoment(attempt.gradedAtMs)
        : attempt.quizType === 'PRACTICE'
          ? ''
          : 'after it was received',
    },
  ]
  return (
    <div role="status" aria-label="Receipt" className={classes.receipt}>
      <ol>
        {steps.map(({ name, done, note }) => {
          const Icon = done ? CircleCheck : CircleDashed
          return (
            <li key={name} data-done={done || undefined}>
              <Icon size={18} aria-hidden />
              <span>
                {name}
                {!done && <span className={classes.hidden}>, not yet</span>}
              </span>
              {note && <small>{note}</small>}
            </li>
          )
        })}
      </ol>
      {attempt.waitingForPerson > 0 && <p className={classes.quiet}>{waitingWords(attempt)}</p>}
      {attempt.overLimit && (
        <p className={classes.quiet}>
          This attempt was one more than the quiz allows. It is kept, and does not count.
        </p>
      )}
    </div>
  )
}

function waitingWords({ quizType, waitingForPerson }: AttemptView): string {
  if (quizType === 'PRACTICE')
    return `${countOf(waitingForPerson, 'answer is', 'answers are')} not part of the score: compare with the model answer below.`
  return `${countOf(waitingForPerson, 'answer waits', 'answers wait')} to be read by your instructor. The score may still change.`
}
