import { SimpleGrid, Skeleton, Text } from '@mantine/core'
import type { TFunction } from 'i18next'
import { GraduationCap } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { DashboardView } from '../../../shared/contract/views.ts'
import { useDashboard } from '../../data/hooks.ts'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { formatList } from '../../ui/format.ts'
import { Late } from '../../ui/late.tsx'
import { ButtonLink } from '../../ui/links.tsx'
import { Part } from '../../ui/part.tsx'
import { usePlace } from '../../ui/place.ts'
import { Screen } from '../../ui/screen.tsx'
import { StatePanel } from '../../ui/state-panel.tsx'
import { AttemptList } from './attempt-list.tsx'
import { ContinueCard } from './continue-card.tsx'
import { EnrollmentCard } from './enrollment-card.tsx'
import { OrderList } from './order-list.tsx'
import { WeekCard } from './week-card.tsx'

/** Where a person left off, and everything they have under way. */
export function MyLearningScreen() {
  const { t } = useTranslation(['my-learning', 'common'])
  usePlace([{ label: t('title') }])
  const { data: dashboard, isError, error, refetch } = useDashboard()
  if (isError) return <ErrorPanel error={error} onRetry={() => void refetch()} />
  if (!dashboard) return <Loading />
  return (
    <Screen title={t('hello', { name: firstName(dashboard.person.name) })} lead={statistics(t, dashboard)}>
      {dashboard.enrollments.length === 0 && dashboard.continueWith === null ? (
        <StatePanel
          icon={GraduationCap}
          title={t('empty.title')}
          action={
            <ButtonLink to="/catalogue" size="md">
              {t('common:action.findCourse')}
            </ButtonLink>
          }
        >
          {t('empty.body')}
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
          <WeekCard />
          <Part title={t('part.courses')}>
            <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
              {dashboard.enrollments.map((enrollment) => (
                <EnrollmentCard key={enrollment.id} enrollment={enrollment} />
              ))}
            </SimpleGrid>
          </Part>
        </>
      )}
      {dashboard.attempts.length > 0 ? (
        <Part title={t('part.quizzes')}>
          <AttemptList attempts={dashboard.attempts} />
        </Part>
      ) : null}
      {dashboard.orders.length > 0 ? (
        <Part title={t('part.orders')}>
          <OrderList orders={dashboard.orders} />
        </Part>
      ) : null}
    </Screen>
  )
}

function statistics(t: TFunction<'my-learning'>, { progress }: DashboardView): string | undefined {
  if (progress.completedLessons === 0 && progress.startedLessons === 0) return undefined
  const underWay = Math.max(0, progress.startedLessons - progress.completedLessons)
  const completed = t('completed', { count: progress.completedLessons })
  return underWay > 0 ? formatList([completed, t('underWay', { count: underWay })]) : completed
}

function firstName(name: string): string {
  return name.trim().split(/\s+/)[0] ?? name
}

function Loading() {
  const { t } = useTranslation('my-learning')
  return (
    <Late>
      <Screen title={t('title')}>
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
