import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../ui/format.ts'
import classes from './review.module.css'

const radius = 15
const length = 2 * Math.PI * radius

/** How far the day's goal is, as a ring and in figures. */
export function GoalRing({ done, goal }: { done: number; goal: number }) {
  const { t } = useTranslation('review')
  const share = Math.min(1, done / goal)
  const words = t('goal', { done: formatNumber(done), goal: formatNumber(goal) })
  return (
    <span className={classes.goal} data-met={done >= goal || undefined}>
      <svg width="38" height="38" viewBox="0 0 38 38" aria-hidden>
        <circle cx="19" cy="19" r={radius} className={classes.ringGround} />
        {share > 0 && (
          <circle
            cx="19"
            cy="19"
            r={radius}
            className={classes.ring}
            strokeDasharray={`${share * length} ${length}`}
            transform="rotate(-90 19 19)"
          />
        )}
      </svg>
      <span>{words}</span>
    </span>
  )
}
