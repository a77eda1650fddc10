import { ActionIcon, Drawer, Skeleton, Tooltip } from '@mantine/core'
import { useDisclosure, useMediaQuery } from '@mantine/hooks'
import { Navigate } from '@tanstack/react-router'
import { BookX, Maximize2, Minimize2, NotebookPen, PanelLeft } from 'lucide-react'
import { type ReactNode, useCallback, useEffect, useState } from 'react'
import type { PlayerCourseView } from '../../../shared/contract/views.ts'
import { useLesson, usePlayerCourse } from '../../data/hooks.ts'
import { mutate } from '../../data/mutate.ts'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { Late } from '../../ui/late.tsx'
import { ButtonLink, TextLink } from '../../ui/links.tsx'
import { preloadMarkdown } from '../../ui/markdown.tsx'
import { usePlace } from '../../ui/place.ts'
import { StatePanel } from '../../ui/state-panel.tsx'
import { CourseOutline } from './course-outline.tsx'
import { LessonPane } from './lesson-pane.tsx'
import { MissingPart } from './missing-part.tsx'
import classes from './player-screen.module.css'
import { usePlayerState } from './player-state.ts'
import type { VideoHandle } from './video-handle.ts'

preloadMarkdown()

interface PlayerScreenProps {
  courseId: string
  /** Null: the lesson the person left off at. */
  lessonId: string | null
  /** Draws the notes beside a lesson; `video` is there while a video is. */
  notesPanel?: (beside: { courseId: string; lessonId: string; video: VideoHandle | null }) => ReactNode
}

/** A course being studied: outline, lesson, notes. */
export function PlayerScreen({ courseId, lessonId, notesPanel }: PlayerScreenProps) {
  const { data: course, error, refetch } = usePlayerCourse(courseId)
  if (error) return <ErrorPanel error={error} onRetry={() => void refetch()} />
  if (course === undefined) return <Late>{<LessonSkeleton />}</Late>
  if (course === null) return <MissingPart courseId={courseId} what="lesson" />

  const wanted = lessonId ?? course.resumeLessonId ?? course.outline[0]?.lessons[0]?.id ?? null
  if (wanted === null) return <NoLessons course={course} />
  if (lessonId === null) {
    return <Navigate to="/learn/$courseId/$lessonId" params={{ courseId, lessonId: wanted }} replace />
  }
  return <Player course={course} lessonId={wanted} notesPanel={notesPanel} />
}

function Player({
  course,
  lessonId,
  notesPanel,
}: {
  course: PlayerCourseView
  lessonId: string
  notesPanel: PlayerScreenProps['notesPanel'] | undefined
}) {
  const { courseId } = course
  const narrow = useMediaQuery('(max-width: 900px)', false, { getInitialValueInEffect: false })
  const panels = usePlayerState()
  const [outlineDrawer, outlineDrawerIs] = useDisclosure(false)
  const [notesDrawer, notesDrawerIs] = useDisclosure(false)
  const [video, setVideo] = useState<VideoHandle | null>(null)
  const onVideo = useCallback((handle: VideoHandle | null) => setVideo(handle), [])
  const enrolled = course.enrollment !== null
  useVisit(courseId, lessonId, enrolled)
  useLeaveFocusWithEscape()

  const lessons = course.outline.flatMap((module) => module.lessons)
  const current = lessons.find((lesson) => lesson.id === lessonId)
  const coursePath = `/course/${course.slug}`
  usePlace([{ label: course.title, to: coursePath }, { label: current?.title ?? 'Lesson' }])

  const outlineOpen = narrow ? outlineDrawer : panels.outlineShown && !panels.focused
  const notesOpen = narrow ? notesDrawer : panels.notesShown && !panels.focused
  const outline = (
    <CourseOutline course={course} lessonId={lessonId} onGo={narrow ? outlineDrawerIs.close : undefined} />
  )
  const notes = notesPanel?.({ courseId, lessonId, video })

  const showPanel = (inDrawer: () => void, beside: () => void, isOpen: boolean) => {
    if (narrow) return inDrawer()
    if (panels.focused) {
      panels.setFocused(false)
      if (isOpen) return
    }
    beside()
  }

  return (
    <div className={classes.player}>
      <div className={classes.bar}>
        <PanelButton
          label={outlineOpen ? 'Hide outline' : 'Show outline'}
          pressed={outlineOpen}
          onClick={() => showPanel(outlineDrawerIs.open, panels.toggleOutline, panels.outlineShown)}
        >
          <PanelLeft size={18} className="bx-directional" aria-hidden />
        </PanelButton>
        <span className={classes.done}>
          {lessons.length > 0 &&
            `${lessons.filter((lesson) => lesson.completed).length} of ${lessons.length} lessons completed`}
        </span>
        {!narrow && (
          <PanelButton
            label={panels.focused ? 'Leave focus mode' : 'Focus mode'}
            pressed={panels.focused}
            onClick={() => panels.setFocused(!panels.focused)}
          >
            {panels.focused ? <Minimize2 size={18} aria-hidden /> : <Maximize2 size={18} aria-hidden />}
          </PanelButton>
        )}
        {notesPanel && (
          <PanelButton
            label={notesOpen ? 'Hide notes' : 'Show notes'}
            pressed={notesOpen}
            onClick={() => showPanel(notesDrawerIs.open, panels.toggleNotes, panels.notesShown)}
          >
            <NotebookPen size={18} aria-hidden />
          </PanelButton>
        )}
      </div>
      {!enrolled && (
        <p className={classes.preview}>
          You are looking at a preview: nothing is recorded.{' '}
          <TextLink to="/course/$slug" params={{ slug: course.slug }}>
            See the course
          </TextLink>
        </p>
      )}
      <div className={classes.panels}>
        {!narrow && outlineOpen && <aside className={classes.outline}>{outline}</aside>}
        <Lesson courseId={courseId} lessonId={lessonId} enrolled={enrolled} onVideo={onVideo} />
        {!narrow && notesOpen && notesPanel && (
          <aside className={classes.notes} aria-label="Notes">
            {notes}
          </aside>
        )}
      </div>
      {narrow && (
        <>
          <Drawer
            opened={outlineDrawer}
            onClose={outlineDrawerIs.close}
            size={340}
            title={course.title}
            closeButtonProps={{ 'aria-label': 'Close outline' }}
          >
            {outline}
          </Drawer>
          <Drawer
            opened={notesDrawer}
            onClose={notesDrawerIs.close}
            position="right"
            size={400}
            title={current?.title ?? 'Lesson'}
            closeButtonProps={{ 'aria-label': 'Close notes' }}
          >
            {notes}
          </Drawer>
        </>
      )}
    </div>
  )
}

function Lesson({
  courseId,
  lessonId,
  enrolled,
  onVideo,
}: {
  courseId: string
  lessonId: string
  enrolled: boolean
  onVideo(handle: VideoHandle | null): void
}) {
  const { data: lesson, error, refetch } = useLesson(lessonId)
  if (error) {
    return (
      <div className={classes.state}>
        <ErrorPanel error={error} onRetry={() => void refetch()} />
      </div>
    )
  }
  if (lesson === undefined) {
    return (
      <div className={classes.state}>
        <Late>
          <LessonSkeleton />
        </Late>
      </div>
    )
  }
  if (lesson === null) {
    return (
      <div className={classes.state}>
        <MissingPart courseId={courseId} what="lesson" />
      </div>
    )
  }
  return <LessonPane key={lesson.id} lesson={lesson} enrolled={enrolled} onVideo={onVideo} />
}

function PanelButton({
  label,
  pressed,
  onClick,
  children,
}: {
  label: string
  pressed: boolean
  onClick(): void
  children: ReactNode
}) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant={pressed ? 'light' : 'subtle'}
        color={pressed ? 'study' : 'gray'}
        size={34}
        aria-label={label}
        aria-pressed={pressed}
        onClick={onClick}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  )
}

function NoLessons({ course }: { course: PlayerCourseView }) {
  return (
    <StatePanel
      icon={BookX}
      title="This course has no lessons yet"
      order={1}
      action={
        <ButtonLink to="/course/$slug" params={{ slug: course.slug }}>
          Back to {course.title}
        </ButtonLink>
      }
    >
      When its instructor publishes some, they appear here.
    </StatePanel>
  )
}

function LessonSkeleton() {
  return (
    <div className={classes.skeleton} aria-busy="true">
      <Skeleton h={16} w="30%" />
      <Skeleton h={38} w="70%" mt={12} />
      <div className={classes.skeletonText}>
        {['100%', '96%', '98%', '60%', '99%', '92%'].map((width) => (
          <Skeleton key={width} h={16} w={width} />
        ))}
      </div>
    </div>
  )
}

/** Remembers which lesson is open, for "continue where you left off". */
function useVisit(courseId: string, lessonId: string, enrolled: boolean): void {
  useEffect(() => {
    if (enrolled) void mutate('enrollment.visit', { courseId, lessonId })
  }, [courseId, lessonId, enrolled])
}

function useLeaveFocusWithEscape(): void {
  const { focused, setFocused } = usePlayerState()
  useEffect(() => {
    if (!focused) return
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') setFocused(false)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [focused, setFocused])
}
