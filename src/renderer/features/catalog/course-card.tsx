import { Skeleton } from '@mantine/core'
import type { TFunction } from 'i18next'
import { CircleCheck, Download } from 'lucide-react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { CourseCard as Course } from '../../../shared/contract/catalogue-views.ts'
import { resolveMedia } from '../../data/media.ts'
import { Cover } from '../../ui/cover.tsx'
import { FactLine } from '../../ui/fact-line.tsx'
import { formatMinutes, formatPercent } from '../../ui/format.ts'
import { keepWords } from '../../ui/keep-words.ts'
import { levelWord } from '../../ui/level-words.ts'
import { BlockLink } from '../../ui/links.tsx'
import { Price } from '../../ui/price.tsx'
import { RatingLine } from '../../ui/rating.tsx'
import classes from './course-card.module.css'

/**
 * One course of the catalogue. The whole card leads to its page; its name is the title. Drawn again only for another course:
 * each row that scrolls into sight would draw the thirty others.
 */
export const CourseCard = memo(function CourseCard({ course }: { course: Course }) {
  const { t } = useTranslation('catalog')
  const here = keepWords(course.device)
  const facts = [
    levelWord(course.level),
    course.durationMinutes === null ? null : formatMinutes(course.durationMinutes),
  ].filter((fact) => fact !== null)
  return (
    <article className={classes.card}>
      <div className={classes.cover}>
        <Cover
          key={course.device.state === 'kept' ? 'kept' : 'away'}
          image={course.thumbnail === null ? null : resolveMedia(course.thumbnail)}
          category={course.category.name}
          color={course.category.color}
        />
      </div>
      <div className={classes.body}>
        <h3 className={classes.title}>
          <BlockLink to="/course/$slug" params={{ slug: course.slug }} className={classes.link}>
            {course.title}
          </BlockLink>
        </h3>
        <p className={classes.quiet}>{course.instructor.name}</p>
        <p className={classes.facts}>
          <RatingLine average={Number(course.averageRating)} reviews={course.totalReviews} />
          <span>
            <FactLine facts={facts} />
          </span>
        </p>
        <p className={classes.foot}>
          {course.enrolled ? (
            <span className={classes.enrolled}>{enrolledWords(t, course.progressPercent)}</span>
          ) : (
            <Price course={course} />
          )}
          {here === null ? null : (
            <span className={classes.here}>
              {course.device.state === 'kept' ? (
                <CircleCheck size={14} color="var(--bx-success)" aria-hidden />
              ) : (
                <Download size={14} aria-hidden />
              )}
              {course.device.state === 'kept' ? t('filter.here') : here}
            </span>
          )}
        </p>
      </div>
    </article>
  )
})

function enrolledWords(t: TFunction<'catalog'>, percent: number | null): string {
  if (!percent) return t('card.enrolled')
  return percent >= 100 ? t('card.completed') : t('card.done', { percent: formatPercent(percent) })
}

/** Holds a card's place while its window of the catalogue is read. */
export function CourseCardPlaceholder() {
  return (
    <div className={classes.card} aria-hidden>
      <Skeleton height={124} radius={0} animate={false} />
      <div className={classes.body}>
        <Skeleton height={16} width="85%" mt={6} animate={false} />
        <Skeleton height={12} width="50%" mt={14} animate={false} />
      </div>
    </div>
  )
}
