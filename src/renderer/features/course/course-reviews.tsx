import { Progress, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { CoursePageView } from '../../../shared/contract/catalogue-views.ts'
import { formatDate, formatNumber, formatRating } from '../../ui/format.ts'
import { sentenceOf } from '../../ui/language/error-words.ts'
import { Stars } from '../../ui/rating.tsx'
import classes from './course-reviews.module.css'
import { OwnReview, ReviewWords } from './own-review.tsx'

/** What learners say, and how their ratings spread. */
export function CourseReviews({ page }: { page: CoursePageView }) {
  const { t } = useTranslation('course')
  const { reviews, ratingDistribution } = page
  const { average, total } = page.rating
  if (total === 0) {
    return (
      <>
        <Text c="dimmed">{t('reviews.none')}</Text>
        <OwnReview page={page} />
      </>
    )
  }
  return (
    <>
      <div className={classes.summary}>
        <div>
          <p className={classes.average}>{formatRating(average)}</p>
          <Stars rating={Math.round(average)} />
          <Text size="sm" c="dimmed">
            {t('reviews.count', { count: total })}
          </Text>
        </div>
        <ul className={classes.bars} aria-label={t('reviews.spread')}>
          {ratingDistribution
            .map((count, index) => ({ stars: index + 1, count }))
            .toReversed()
            .map(({ stars, count }) => (
              <li key={stars} className={classes.bar}>
                <span>{t('reviews.stars', { count: stars })}</span>
                <Progress
                  value={(count / total) * 100}
                  color="var(--bx-star)"
                  size={6}
                  flex={1}
                  aria-hidden
                />
                <span className={classes.count}>{formatNumber(count)}</span>
              </li>
            ))}
        </ul>
      </div>
      <OwnReview page={page} />
      <ul className={classes.reviews}>
        {reviews.map((review) => (
          <li key={review.id}>
            <div className={classes.head}>
              <b>{sentenceOf(review.authorName)}</b>
              <Stars rating={review.rating} />
              <Text span size="sm" c="dimmed">
                {formatDate(review.createdAtMs)}
              </Text>
            </div>
            <ReviewWords review={review} />
          </li>
        ))}
      </ul>
    </>
  )
}
