import { Avatar, Skeleton, Text, Title } from '@mantine/core'
import { Check, Compass } from 'lucide-react'
import type { ReactNode } from 'react'
import type { CoursePageView } from '../../../shared/contract/views.ts'
import { useCoursePage } from '../../data/hooks.ts'
import { resolveMedia } from '../../data/media.ts'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { countOf, formatDate } from '../../ui/format.ts'
import { Late } from '../../ui/late.tsx'
import { ButtonLink } from '../../ui/links.tsx'
import { usePlace } from '../../ui/place.ts'
import { RatingLine } from '../../ui/rating.tsx'
import { StatePanel } from '../../ui/state-panel.tsx'
import { CourseOutline } from './course-outline.tsx'
import { CoursePanel } from './course-panel.tsx'
import { CourseReviews } from './course-reviews.tsx'
import classes from './course-screen.module.css'

/** Everything one needs to decide for a course, and the one button that follows. */
export function CourseScreen({ slug }: { slug: string }) {
  const { data: page, isError, error, refetch } = useCoursePage(slug)
  usePlace(page ? [{ label: 'Catalogue', to: '/catalogue' }, { label: page.course.title }] : null)
  if (isError) return <ErrorPanel error={error} onRetry={() => void refetch()} />
  if (page === undefined) return <Loading />
  if (page === null) {
    return (
      <StatePanel
        icon={Compass}
        title="This course is not in the catalogue on this device"
        order={1}
        action={<ButtonLink to="/catalogue">See all courses</ButtonLink>}
      >
        It may be new, or no longer offered. A new course appears here with the next connection.
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
          <p className={classes.promise}>{page.course.shortDescription}</p>
        ) : null}
        <p className={classes.byline}>
          <span>By {page.instructor.name}</span>
          <RatingLine average={Number(page.course.averageRating)} reviews={page.course.totalReviews} />
          <span>Updated {formatDate(page.updatedAtMs)}</span>
        </p>
      </header>
      <div className={classes.side}>
        <CoursePanel page={page} />
      </div>
      <div className={classes.body}>
        <About page={page} />
        <Part title="What is in it" aside={page.lessonCount > 0 ? countOf(page.lessonCount, 'lesson') : null}>
          <CourseOutline page={page} />
        </Part>
        {page.requirements.length > 0 ? (
          <Part title="What you need">
            <ul className={classes.plain}>
              {page.requirements.map((requirement) => (
                <li key={requirement}>{requirement}</li>
              ))}
            </ul>
          </Part>
        ) : null}
        <Part title="Who teaches it">
          <Instructor instructor={page.instructor} />
        </Part>
        <Part title="Reviews">
          <CourseReviews page={page} />
        </Part>
      </div>
    </div>
  )
}

function About({ page }: { page: CoursePageView }) {
  return (
    <>
      {page.objectives.length > 0 ? (
        <Part title="What you will be able to do">
          <ul className={classes.objectives}>
            {page.objectives.map((objective) => (
              <li key={objective}>
                <Check size={17} color="var(--bx-accent)" aria-hidden />
                <span>{objective}</span>
              </li>
            ))}
          </ul>
        </Part>
      ) : null}
      {page.description ? (
        <Part title="About this course">
          {page.description.split(/\n{2,}/).map((paragraph, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: paragraphs have no identity but their place
            <p key={index} className={classes.paragraph}>
              {paragraph}
            </p>
          ))}
        </Part>
      ) : null}
    </>
  )
}

function Instructor({ instructor }: { instructor: CoursePageView['instructor'] }) {
  const numbers = [
    instructor.totalCourses > 0 ? countOf(instructor.totalCourses, 'course') : null,
    instructor.totalStudents > 0 ? countOf(instructor.totalStudents, 'learner') : null,
  ].filter((part) => part !== null)
  return (
    <div className={classes.instructor}>
      <Avatar
        src={instructor.avatar === null ? null : resolveMedia(instructor.avatar)}
        name={instructor.name}
        color="study"
        size={56}
        alt=""
      />
      <div>
        <Text fw={600}>{instructor.name}</Text>
        <Text size="sm" c="dimmed">
          {[instructor.title, ...numbers].filter(Boolean).join(' · ')}
        </Text>
        {instructor.bio ? <p className={classes.paragraph}>{instructor.bio}</p> : null}
        {instructor.expertise.length > 0 ? (
          <Text size="sm" c="dimmed" mt={6}>
            {instructor.expertise.join(', ')}
          </Text>
        ) : null}
      </div>
    </div>
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
