import { Button, Stack, Text } from '@mantine/core'
import { Clock, Gauge, Globe, Users } from 'lucide-react'
import { useState } from 'react'
import type { CoursePageView } from '../../../shared/contract/views.ts'
import { createId } from '../../../shared/domain/ids.ts'
import { keepCourse, pauseKeeping, removeFromDevice } from '../../data/actions.ts'
import { resolveMedia } from '../../data/media.ts'
import { mutate } from '../../data/mutate.ts'
import { Cover } from '../../ui/cover.tsx'
import { countOf, formatLanguage, formatMinutes, formatPercent } from '../../ui/format.ts'
import { KeepBar } from '../../ui/keep-bar.tsx'
import { levelWord } from '../../ui/level-words.ts'
import { ButtonLink, TextLink } from '../../ui/links.tsx'
import { showProblem } from '../../ui/notify.ts'
import { Price } from '../../ui/price.tsx'
import { type CourseAction, courseAction } from './course-action.ts'
import classes from './course-panel.module.css'

/** Beside the course: what it costs, where it is, and the one button. */
export function CoursePanel({ page }: { page: CoursePageView }) {
  const { course, enrollment } = page
  const action = courseAction(page)
  const report = (title: string) => (error: unknown) => showProblem(title, error)
  const keep = () => keepCourse(course.id).catch(report('Could not start the download'))
  const enrolled = enrollment !== null && enrollment.status !== 'CANCELLED'
  return (
    <aside className={classes.panel} aria-label="Take this course">
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
              ? `You are enrolled · ${formatPercent(enrollment.progressPercent)} done`
              : 'You have completed this course'}
          </Text>
        ) : (
          <Text size="xl">
            <Price course={course} />
          </Text>
        )}
        <PrimaryAction action={action} page={page} onKeep={keep} />
        {action.kind === 'keep' ? (
          <TextLink to="/learn/$courseId" params={{ courseId: course.id }} size="sm" ta="center">
            Open without keeping
          </TextLink>
        ) : null}
        <KeepBar
          courseTitle={course.title}
          keep={course.device}
          onKeep={keep}
          onPause={() => pauseKeeping(course.id).catch(report('Could not pause the download'))}
          onRemove={() => removeFromDevice(course.id).catch(report('Could not remove the course'))}
        />
        {enrolled ? (
          <Text size="xs" c="dimmed">
            {enrollment.delivery === 'received'
              ? 'Your centre knows that you are enrolled.'
              : 'Enrolled on this device. Your centre hears of it with the next connection.'}
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
              <Users size={16} aria-hidden /> {countOf(course.totalStudents, 'learner')}
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
  const { course, enrollment } = page
  const [busy, setBusy] = useState(false)
  const enroll = async (keepToo: boolean) => {
    setBusy(true)
    try {
      await mutate('enrollment.enroll', { enrollmentId: enrollment?.id ?? createId(), courseId: course.id })
      if (keepToo) await onKeep()
    } catch (error) {
      showProblem('You could not be enrolled', error)
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
