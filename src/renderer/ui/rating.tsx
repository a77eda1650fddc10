import { VisuallyHidden } from '@mantine/core'
import { Star } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { formatNumber, formatRating } from './format.ts'
import classes from './rating.module.css'

/** "★ 4.6 (128)": the star, the number, and how many people that is. */
export function RatingLine({ average, reviews }: { average: number; reviews: number }) {
  const { t } = useTranslation()
  if (reviews === 0) return <span className={classes.none}>{t('rating.none')}</span>
  return (
    <span className={classes.line}>
      <Star className={classes.star} size={14} fill="currentColor" aria-hidden />
      <span aria-hidden>
        {formatRating(average)} <span className={classes.count}>({formatNumber(reviews)})</span>
      </span>
      <VisuallyHidden>
        {t('rating.average', { rating: formatRating(average), count: reviews })}
      </VisuallyHidden>
    </span>
  )
}

/** One person's rating as five stars. */
export function Stars({ rating }: { rating: number }) {
  const { t } = useTranslation()
  return (
    <span
      className={classes.line}
      role="img"
      aria-label={t('rating.stars', { rating: formatNumber(rating) })}
    >
      {[1, 2, 3, 4, 5].map((star) => (
        <Star
          key={star}
          className={star <= rating ? classes.star : classes.empty}
          size={14}
          fill={star <= rating ? 'currentColor' : 'none'}
          aria-hidden
        />
      ))}
    </span>
  )
}
