import { SimpleGrid, Skeleton, Text, Title } from '@mantine/core'
import { GraduationCap } from 'lucide-react'
import type { ReactNode } from 'react'
import type { DashboardView } from '../../../shared/contract/views.ts'
import { useDashboard } from '../../data/hooks.ts'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { countOf } from '../../ui/format.ts'
import { Late } from '../../ui/late.tsx'
import { ButtonLink } from '../../ui/links.tsx'
import { usePlace } from '../../ui/place.ts'
import { Screen } from '../../ui/screen.tsx'
import { StatePanel } from '../../ui/state-panel.tsx'
import { AttemptList } from './attempt-list.tsx'
import { ContinueCard } from './continue-card.tsx'
import { EnrollmentCard } from './enrollment-card.tsx'
import classes from './my-learning.module.css'
import { OrderList } from './order-list.tsx'

/** Where a person left off, and everything they have under way. */
export function MyLearningScreen() {
  usePlace([{ label: 'My learning' }])
  const { data: dashboard, isError, error, refetch } = useDashboard()
  if (isError) return <ErrorPanel error={error} onRetry={() => void refetch()} />
  if (!dashboard) return <Loading />
  return (
    <Screen title={`Hello, ${firstName(dashboard.person.name)}`} lead={statistics(dashboard)}>
      {dashboard.enrollments.length === 0 && dashboard.continueWith === null ? (
        <StatePanel
          icon={GraduationCap}
          title="Your courses will stand here"
          action={
            <ButtonLink to="/catalogue" size="md">
              Find a course
            </ButtonLink>
          }
        >
          Enroll in one and keep it on this device. From then on it opens with or without a connection.
        </StatePanel>
      ) : (
        <>
          {dashboard.continueWith ? (
            <ContinueCard
              next={dashboard.continueWith}
              course={
                dashboard.enrollments.find(({ course }) => course.id === dashboard.continueWith?.courseId)
                  ?.course
              }
            />
          ) : null}
          <Part title="Your courses">
            <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
              {dashboard.enrollments.map((enrollment) => (
                <EnrollmentCard key={enrollment.id} enrollment={enrollment} />
              ))}
            </SimpleGrid>
          </Part>
        </>
      )}
      {dashboard.attempts.length > 0 ? (
        <Part title="Quizzes">
          <AttemptList attempts={dashboard.attempts} />
        </Part>
      ) : null}
      {dashboard.orders.length > 0 ? (
        <Part title="Recent orders">
          <OrderList orders={dashboard.orders} />
        </Part>
      ) : null}
    </Screen>
  )
}

function statistics({ progress }: DashboardView): string | undefined {
  if (progress.completedLessons === 0 && progress.startedLessons === 0) return undefined
  const underWay = Math.max(0, progress.startedLessons - progress.completedLessons)
  const completed = `${countOf(progress.completedLessons, 'lesson')} completed`
  return underWay > 0 ? `${completed}, ${countOf(underWay, 'lesson')} under way` : completed
}

function firstName(name: string): string {
  return name.trim().split(/\s+/)[0] ?? name
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.part}>
      <Title order={2} mb="sm">
        {title}
      </Title>
      {children}
    </section>
  )
}

function Loading() {
  return (
    <Late>
      <Screen title="My learning">
        <Text component="div" aria-hidden>
          <Skeleton height={132} radius="lg" animate={false} />
          <SimpleGrid cols={2} mt="xl">
            <Skeleton height={116} radius="md" animate={false} />
            <Skeleton height={116} radius="md" animate={false} />
          </SimpleGrid>
        </Text>
      </Screen>
    </Late>
  )
}
