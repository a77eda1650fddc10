import { Skeleton, Text, Title } from '@mantine/core'
import { Check, Compass } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CoursePageView } from '../../../shared/contract/catalogue-views.ts'
import { useCoursePage } from '../../data/hooks.ts'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { formatDate } from '../../ui/format.ts'
import { Late } from '../../ui/late.tsx'
import { BlockLink, ButtonLink } from '../../ui/links.tsx'
import { usePlace } from '../../ui/place.ts'
import { RatingLine } from '../../ui/rating.tsx'
import { StatePanel } from '../../ui/state-panel.tsx'
import { CourseOutline } from './course-outline.tsx'
import { CoursePanel } from './course-panel.tsx'
import { CourseReviews } from './course-reviews.tsx'
import classes from './course-screen.module.css'
import { Instructor } from './instructor.tsx'

/** Everything one needs to decide for a course, and the one button that follows. */
export function CourseScreen({ slug }: { slug: string }) {
  const { t } = useTranslation(['course', 'common'])
  const { data: page, isError, error, refetch } = useCoursePage(slug)
  const label = page === null ? t('missing.title') : page?.course.title
  usePlace(label === undefined ? null : [{ label: t('catalogue'), to: '/catalogue' }, { label }])
  if (isError) return <ErrorPanel error={error} onRetry={() => void refetch()} />
  if (page === undefined) return <Loading />
  if (page === null) {
    return (
      <StatePanel
        icon={Compass}
        title={t('missing.title')}
        order={1}
        action={<ButtonLink to="/catalogue">{t('action.all')}</ButtonLink>}
      >
        {t('missing.body')}
      </StatePanel>
    )
  }
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <Text size="sm" c="dimmed">
          {page.course.category.name}
        </Text>
        <Title order={1} className={classes.title}>
          {page.course.title}
        </Title>
        {page.course.shortDescription ? (
          <p className={`bx-own-direction ${classes.promise}`}>{page.course.shortDescription}</p>
        ) : null}
        <p className={classes.byline}>
          <span>{t('by', { name: page.instructor.name })}</span>
          <RatingLine average={page.rating.average} reviews={page.rating.total} />
          <span>{t('updated', { date: formatDate(page.updatedAtMs) })}</span>
        </p>
        <Topics tags={page.tags} />
      </header>
      <div className={classes.side}>
        <CoursePanel page={page} />
      </div>
      <div className={classes.body}>
        <About page={page} />
        <Part
          title={t('part.content')}
          aside={page.lessonCount > 0 ? t('common:count.lessons', { count: page.lessonCount }) : null}
        >
          <CourseOutline page={page} />
        </Part>
        {page.requirements.length > 0 ? (
          <Part title={t('part.needs')}>
            <ul className={classes.plain}>
              {page.requirements.map((requirement) => (
                <li key={requirement}>
                  <bdi>{requirement}</bdi>
                </li>
              ))}
            </ul>
          </Part>
        ) : null}
        <Part title={t('part.instructor')}>
          <Instructor instructor={page.instructor} />
        </Part>
        <Part title={t('reviews.title')}>
          <CourseReviews page={page} />
        </Part>
      </div>
    </div>
  )
}

const shownTopics = 12

/** What the course is filed under; each leads to the courses that share it. */
function Topics({ tags }: { tags: readonly string[] }) {
  const { t } = useTranslation('course')
  if (tags.length === 0) return null
  return (
    <ul className={classes.topics} aria-label={t('part.topics')}>
      {tags.slice(0, shownTopics).map((tag) => (
        <li key={tag}>
          <BlockLink to="/catalogue" search={{ tag }} className={classes.topic}>
            <bdi>{tag}</bdi>
          </BlockLink>
        </li>
      ))}
    </ul>
  )
}

function About({ page }: { page: CoursePageView }) {
  const { t } = useTranslation('course')
  return (
    <>
      {page.objectives.length > 0 ? (
        <Part title={t('part.objectives')}>
          <ul className={classes.objectives}>
            {page.objectives.map((objective) => (
              <li key={objective}>
                <Check size={17} color="var(--bx-accent)" aria-hidden />
                <bdi>{objective}</bdi>
              </li>
            ))}
          </ul>
        </Part>
      ) : null}
      {page.description ? (
        <Part title={t('part.about')}>
          {page.description.split(/\n{2,}/).map((paragraph, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: paragraphs have no identity but their place
            <p key={index} className={classes.paragraph} dir="auto">
              {paragraph}
            </p>
          ))}
        </Part>
      ) : null}
    </>
  )
}

function Part({ title, aside, children }: { title: string; aside?: string | null; children: ReactNode }) {
  return (
    <section>
      <div className={classes.partHead}>
        <Title order={2}>{title}</Title>
        {aside ? (
          <Text size="sm" c="dimmed">
            {aside}
          </Text>
        ) : null}
      </div>
      {children}
    </section>
  )
}

function Loading() {
  return (
    <Late>
      <div className={classes.page} aria-hidden>
        <div className={classes.head}>
          <Skeleton height={34} width="70%" animate={false} />
          <Skeleton height={18} width="50%" mt="md" animate={false} />
        </div>
        <div className={classes.side}>
          <Skeleton height={380} radius="lg" animate={false} />
        </div>
      </div>
    </Late>
  )
}
