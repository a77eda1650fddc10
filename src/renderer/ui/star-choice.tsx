import { VisuallyHidden } from '@mantine/core'
import { Star } from 'lucide-react'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { courseRatings } from '../../shared/contract/course-review-mutations.ts'
import { formatNumber } from './format.ts'
import classes from './star-choice.module.css'

export type CourseRating = (typeof courseRatings)[number]

interface Props {
  label: string
  value: CourseRating | null
  onChange: (rating: CourseRating) => void
  /** What is wrong with the choice, in words. */
  error?: string | null
}

/** One to five stars: five radio buttons, so that arrow keys choose and a screen reader counts them. */
export function StarChoice({ label, value, onChange, error }: Props) {
  const { t } = useTranslation()
  const id = useId()
  return (
    <fieldset className={classes.field} aria-describedby={error ? `${id}-error` : undefined}>
      <legend className={classes.legend}>{label}</legend>
      <div className={classes.stars}>
        {courseRatings.map((rating) => (
          <label key={rating} className={classes.choice}>
            <input
              type="radio"
              name={id}
              className={classes.input}
              checked={value === rating}
              onChange={() => onChange(rating)}
            />
            <Star
              className={value !== null && rating <= value ? classes.full : classes.empty}
              size={26}
              fill={value !== null && rating <= value ? 'currentColor' : 'none'}
              aria-hidden
            />
            <VisuallyHidden>{t('rating.stars', { rating: formatNumber(rating) })}</VisuallyHidden>
          </label>
        ))}
      </div>
      {error ? (
        <p id={`${id}-error`} className={classes.error} role="alert">
          {error}
        </p>
      ) : null}
    </fieldset>
  )
}
