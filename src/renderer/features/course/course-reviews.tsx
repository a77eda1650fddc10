import { Progress, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { CoursePageView } from '../../../shared/contract/catalogue-views.ts'
import { formatDate, formatNumber, formatRating } from '../../ui/format.ts'
import { sentenceOf } from '../../ui/language/error-words.ts'
import { Stars } from '../../ui/rating.tsx'
import classes from './course-reviews.module.css'

/** What learners say, and how their ratings spread. */
export function CourseReviews({ page }: { page: CoursePageView }) {
  const { t } = useTranslation('course')
  const { course, reviews, ratingDistribution } = page
  const total = ratingDistribution.reduce((sum, count) => sum + count, 0)
  if (total === 0 && reviews.length === 0) {
    return <Text c="dimmed">{t('reviews.none')}</Text>
  }
  return (
    <>
      <div className={classes.summary}>
        <div>
          <p className={classes.average}>{formatRating(Number(course.averageRating))}</p>
          <Stars rating={Math.round(Number(course.averageRating))} />
          <Text size="sm" c="dimmed">
            {t('reviews.count', { count: course.totalReviews })}
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
                  value={total === 0 ? 0 : (count / total) * 100}
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
            {review.title ? (
              <Title order={3} size="h4" mt={6}>
                {review.title}
              </Title>
            ) : null}
            <Text mt={4} lh={1.6} dir="auto">
              {review.comment}
            </Text>
          </li>
        ))}
      </ul>
    </>
  )
}
