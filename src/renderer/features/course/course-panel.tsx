import { Button, Stack, Text } from '@mantine/core'
import { Clock, Gauge, Globe, Users } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CoursePageView } from '../../../shared/contract/catalogue-views.ts'
import { createId } from '../../../shared/domain/ids.ts'
import { keepCourse, pauseKeeping, removeFromDevice } from '../../data/actions.ts'
import { resolveMedia } from '../../data/media.ts'
import { mutate } from '../../data/mutate.ts'
import { Cover } from '../../ui/cover.tsx'
import { formatLanguage, formatMinutes, formatPercent } from '../../ui/format.ts'
import { KeepBar } from '../../ui/keep-bar.tsx'
import { levelWord } from '../../ui/level-words.ts'
import { ButtonLink, TextLink } from '../../ui/links.tsx'
import { showProblem } from '../../ui/notify.ts'
import { Price } from '../../ui/price.tsx'
import { type CourseAction, courseAction } from './course-action.ts'
import classes from './course-panel.module.css'

/** Beside the course: what it costs, where it is, and the one button. */
export function CoursePanel({ page }: { page: CoursePageView }) {
  const { t } = useTranslation(['course', 'common'])
  const { course, enrollment } = page
  const action = courseAction(page)
  const report = (title: string) => (error: unknown) => showProblem(title, error)
  const keep = () => keepCourse(course.id).catch(report(t('common:problem.download')))
  const enrolled = enrollment !== null && enrollment.status !== 'CANCELLED'
  return (
    <aside className={classes.panel} aria-label={t('panel.label')}>
      <div className={classes.cover}>
        <Cover
          // A picture that was missing is there once the course is kept.
          key={course.device.state === 'kept' ? 'kept' : 'away'}
          image={course.thumbnail === null ? null : resolveMedia(course.thumbnail)}
          category={course.category.name}
          color={course.category.color}
        />
      </div>
      <Stack gap="sm" p="lg">
        {enrolled ? (
          <Text size="sm" c="dimmed">
            {enrollment.completedAtMs === null
              ? t('panel.enrolled', { percent: formatPercent(enrollment.progressPercent) })
              : t('panel.completed')}
          </Text>
        ) : (
          <Text size="xl">
            <Price course={course} />
          </Text>
        )}
        <PrimaryAction action={action} page={page} onKeep={keep} />
        {action.kind === 'keep' ? (
          <TextLink to="/learn/$courseId" params={{ courseId: course.id }} size="sm" ta="center">
            {t('action.openOnly')}
          </TextLink>
        ) : null}
        <KeepBar
          courseTitle={course.title}
          keep={course.device}
          onKeep={keep}
          onPause={() => pauseKeeping(course.id).catch(report(t('common:problem.pause')))}
          onRemove={() => removeFromDevice(course.id).catch(report(t('common:problem.remove')))}
        />
        {enrolled ? (
          <Text size="xs" c="dimmed">
            {enrollment.delivery === 'received' ? t('panel.received') : t('panel.onDevice')}
          </Text>
        ) : null}
        <ul className={classes.facts}>
          <li>
            <Gauge size={16} aria-hidden /> {levelWord(course.level)}
          </li>
          {course.durationMinutes === null ? null : (
            <li>
              <Clock size={16} aria-hidden /> {formatMinutes(course.durationMinutes)}
            </li>
          )}
          <li>
            <Globe size={16} aria-hidden /> {formatLanguage(course.language)}
          </li>
          {course.totalStudents > 0 ? (
            <li>
              <Users size={16} aria-hidden /> {t('common:count.learners', { count: course.totalStudents })}
            </li>
          ) : null}
        </ul>
      </Stack>
    </aside>
  )
}

interface PrimaryActionProps {
  action: CourseAction
  page: CoursePageView
  onKeep: () => Promise<void>
}

function PrimaryAction({ action, page, onKeep }: PrimaryActionProps) {
  const { t } = useTranslation(['course', 'common'])
  const { course, enrollment } = page
  const [busy, setBusy] = useState(false)
  const enroll = async (keepToo: boolean) => {
    setBusy(true)
    try {
      await mutate('enrollment.enroll', { enrollmentId: enrollment?.id ?? createId(), courseId: course.id })
      if (keepToo) await onKeep()
    } catch (error) {
      showProblem(t('panel.problem'), error)
    } finally {
      setBusy(false)
    }
  }
  switch (action.kind) {
    case 'none':
      return (
        <Text size="sm" lh={1.6} className={classes.reason}>
          {action.reason}
        </Text>
      )
    case 'keep':
      return (
        <Button size="md" className={classes.primary} onClick={() => void onKeep()}>
          {action.label}
        </Button>
      )
    case 'open':
      return enrollment?.lastLessonId ? (
        <ButtonLink
          to="/learn/$courseId/$lessonId"
          params={{ courseId: course.id, lessonId: enrollment.lastLessonId }}
          size="md"
        >
          {action.label}
        </ButtonLink>
      ) : (
        <ButtonLink to="/learn/$courseId" params={{ courseId: course.id }} size="md">
          {action.label}
        </ButtonLink>
      )
    case 'enroll':
      return (
        <>
          <Button
            size="md"
            className={classes.primary}
            disabled={busy}
            onClick={() => void enroll(action.alternative !== null)}
          >
            {action.label}
          </Button>
          {action.alternative === null ? null : (
            <Button variant="subtle" disabled={busy} onClick={() => void enroll(false)}>
              {action.alternative}
            </Button>
          )}
        </>
      )
  }
}
