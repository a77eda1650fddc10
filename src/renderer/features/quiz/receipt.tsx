import { VisuallyHidden } from '@mantine/core'
import { CircleCheck, CircleDashed } from 'lucide-react'
import type { AttemptView } from '../../../shared/contract/quiz-views.ts'
import { formatMoment, formatPercent } from '../../ui/format.ts'
import { t } from '../../ui/language/texts.ts'
import classes from './quiz.module.css'

/** Where an attempt is: on this device, received, graded. */
export function Receipt({ attempt }: { attempt: AttemptView }) {
  const received = attempt.delivery === 'received'
  const graded = attempt.state === 'graded' && attempt.scorePercent !== null
  const steps = [
    {
      name: t('quiz:receipt.onDevice'),
      done: true,
      note: attempt.submittedAtMs === null ? '' : formatMoment(attempt.submittedAtMs),
    },
    {
      name: received ? t('quiz:receipt.received') : t('quiz:receipt.toReceive'),
      done: received,
      note: received ? '' : t('quiz:receipt.receivedWhen'),
    },
    {
      name: graded
        ? t('quiz:receipt.gradedScore', { score: formatPercent(attempt.scorePercent ?? 0) })
        : t('quiz:receipt.toGrade'),
      done: graded,
      note: graded
        ? attempt.gradedAtMs === null
          ? ''
          : formatMoment(attempt.gradedAtMs)
        : attempt.quizType === 'PRACTICE'
          ? ''
          : t('quiz:receipt.gradedWhen'),
    },
  ]
  return (
    <div role="status" aria-label={t('quiz:receipt.label')} className={classes.receipt}>
      <ol>
        {steps.map(({ name, done, note }) => {
          const Icon = done ? CircleCheck : CircleDashed
          return (
            <li key={name} data-done={done || undefined}>
              <Icon size={18} aria-hidden />
              <span>
                {name}
                {!done && <VisuallyHidden>{t('quiz:receipt.notYet')}</VisuallyHidden>}
              </span>
              {note && <small>{note}</small>}
            </li>
          )
        })}
      </ol>
      {attempt.waitingForPerson > 0 && <p className={classes.quiet}>{waitingWords(attempt)}</p>}
      {attempt.overLimit && <p className={classes.quiet}>{t('quiz:receipt.overLimit')}</p>}
    </div>
  )
}

function waitingWords({ quizType, waitingForPerson }: AttemptView): string {
  if (quizType === 'PRACTICE') return t('quiz:receipt.practiceWaiting', { count: waitingForPerson })
  return t('quiz:receipt.waiting', { count: waitingForPerson })
}
