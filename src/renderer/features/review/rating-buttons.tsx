import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { type ReviewRating, reviewRatings } from '../../../shared/domain/review-schedule.ts'
import { pauseWords } from './pause-words.ts'
import classes from './review.module.css'

interface RatingButtonsProps {
  pauseMs: Record<ReviewRating, number>
  /** Marked, focused, and taken by the space bar. */
  suggested: ReviewRating
  busy: boolean
  onRate(rating: ReviewRating): void
}

/** Again, hard, good, easy: each says when the question comes back after it. */
export function RatingButtons({ pauseMs, suggested, busy, onRate }: RatingButtonsProps) {
  const { t } = useTranslation('review')
  const marked = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    marked.current?.focus({ preventScroll: true })
    marked.current?.closest('fieldset')?.scrollIntoView({ block: 'nearest' })
  }, [])
  return (
    <fieldset className={classes.ratings}>
      <legend>{t('rate.label')}</legend>
      {reviewRatings.map((rating) => {
        const words = t(`rate.${rating}`)
        const pause = pauseWords(pauseMs[rating])
        return (
          <button
            key={rating}
            type="button"
            ref={rating === suggested ? marked : null}
            className={classes.rating}
            data-suggested={rating === suggested || undefined}
            disabled={busy}
            aria-label={t('rate.button', { rating: words, pause })}
            onClick={() => onRate(rating)}
          >
            <span className={classes.ratingName}>
              {words}
              <kbd className={classes.key}>{rating}</kbd>
            </span>
            <small>{pause}</small>
          </button>
        )
      })}
    </fieldset>
  )
}
