import { ActionIcon, Drawer, Skeleton, Tooltip } from '@mantine/core'
import { useDisclosure, useMediaQuery } from '@mantine/hooks'
import { Navigate } from '@tanstack/react-router'
import { Bookmark, BookX, Maximize2, Minimize2, NotebookPen, PanelLeft } from 'lucide-react'
import { type ReactNode, useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PlayerCourseView } from '../../../shared/contract/views.ts'
import { type NotePlace, placeOf } from '../../../shared/domain/note-place.ts'
import { useLesson, usePlayerCourse } from '../../data/hooks.ts'
import { mutate } from '../../data/mutate.ts'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { Late } from '../../ui/late.tsx'
import { ButtonLink, TextLink } from '../../ui/links.tsx'
import { preloadMarkdown } from '../../ui/markdown.tsx'
import { notify } from '../../ui/notify.ts'
import { usePlace } from '../../ui/place.ts'
import { StatePanel } from '../../ui/state-panel.tsx'
import { CourseOutline } from './course-outline.tsx'
import { keepPlace } from './keep-place.ts'
import { LessonPane } from './lesson-pane.tsx'
import { MissingPart } from './missing-part.tsx'
import classes from './player-screen.module.css'
import { usePlayerState } from './player-state.ts'
import type { TextHandle } from './use-text-marks.ts'
import type { VideoHandle } from './video-handle.ts'

preloadMarkdown()

/** What the notes panel knows of the lesson beside it. */
interface NotesBeside {
  courseId: string
  lessonId: string
  video: VideoHandle | null
  text: TextHandle | null
  /** The note just made on a passage, to be written on. */
  freshId: string | null
}

interface PlayerScreenProps {
  courseId: string
  /** Null: the lesson the person left off at. */
  lessonId: string | null
  /** Draws the notes beside a lesson; `video` is there while a video is. */
  notesPanel?: (beside: NotesBeside) => ReactNode
  /** How this person likes to read, in the bar over the lesson. */
  readingMenu?: ReactNode
}

/** A course being studied: outline, lesson, notes. */
export function PlayerScreen({ courseId, lessonId, notesPanel, readingMenu }: PlayerScreenProps) {
  const { t } = useTranslation('player')
  const { data: course, error, refetch } = usePlayerCourse(courseId)
  usePlace(course === null ? [{ label: t('lesson') }] : null)
  if (error) return <ErrorPanel error={error} onRetry={() => void refetch()} />
  if (course === undefined) return <Late>{<LessonSkeleton />}</Late>
  if (course === null) return <MissingPart courseId={courseId} lessonId={null} what="lesson" />

  const wanted = lessonId ?? course.resumeLessonId ?? course.outline[0]?.lessons[0]?.id ?? null
  if (wanted === null) return <NoLessons course={course} />
  if (lessonId === null) {
    return <Navigate to="/learn/$courseId/$lessonId" params={{ courseId, lessonId: wanted }} replace />
  }
  return <Player course={course} lessonId={wanted} notesPanel={notesPanel} readingMenu={readingMenu} />
}

function Player({
  course,
  lessonId,
  notesPanel,
  readingMenu,
}: {
  course: PlayerCourseView
  lessonId: string
  notesPanel: PlayerScreenProps['notesPanel'] | undefined
  readingMenu: ReactNode
}) {
  const { courseId } = course
  const narrow = useMediaQuery('(max-width: 900px)', false, { getInitialValueInEffect: false })
  const panels = usePlayerState()
  const [outlineDrawer, outlineDrawerIs] = useDisclosure(false)
  const [notesDrawer, notesDrawerIs] = useDisclosure(false)
  const [video, setVideo] = useState<VideoHandle | null>(null)
  const [text, setText] = useState<TextHandle | null>(null)
  const [freshId, setFreshId] = useState<string | null>(null)
  const { t } = useTranslation('player')
  const enrolled = course.enrollment !== null
  useVisit(courseId, lessonId, enrolled)
  useLeaveFocusWithEscape()

  const lessons = course.outline.flatMap((module) => module.lessons)
  const current = lessons.find((lesson) => lesson.id === lessonId)
  const coursePath = `/course/${course.slug}`
  usePlace([{ label: course.title, to: coursePath }, { label: current?.title ?? t('lesson') }])

  const outlineOpen = narrow ? outlineDrawer : panels.outlineShown && !panels.focused
  const notesOpen = narrow ? notesDrawer : panels.notesShown && !panels.focused
  const outline = (
    <CourseOutline course={course} lessonId={lessonId} onGo={narrow ? outlineDrawerIs.close : undefined} />
  )
  const notes = notesPanel?.({ courseId, lessonId, video, text, freshId })

  const showNotes = useCallback(() => {
    if (narrow) notesDrawerIs.open()
    else usePlayerState.getState().showNotes()
  }, [narrow, notesDrawerIs])
  const writeNote = useCallback(
    async (place: NotePlace) => {
      const noteId = await keepPlace(lessonId, place, null)
      setFreshId(noteId)
      showNotes()
    },
    [lessonId, showNotes],
  )
  const bookmark = async () => {
    const place = text?.here() ?? placeOf('bookmark', '', '', '')
    await keepPlace(lessonId, video ? placeOf('bookmark', '', '', '') : place, video?.currentSecond() ?? null)
    notify(t('bookmark.kept'))
  }

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
          label={outlineOpen ? t('bar.hideOutline') : t('bar.showOutline')}
          pressed={outlineOpen}
          onClick={() => showPanel(outlineDrawerIs.open, panels.toggleOutline, panels.outlineShown)}
        >
          <PanelLeft size={18} className="bx-directional" aria-hidden />
        </PanelButton>
        <span className={classes.done}>
          {lessons.length > 0 &&
            t('completedOf', {
              done: lessons.filter((lesson) => lesson.completed).length,
              count: lessons.length,
            })}
        </span>
        {notesPanel && (
          <PanelButton label={t('bookmark.add')} onClick={() => void bookmark()}>
            <Bookmark size={18} aria-hidden />
          </PanelButton>
        )}
        {readingMenu}
        {!narrow && (
          <PanelButton
            label={panels.focused ? t('bar.leaveFocus') : t('bar.focus')}
            pressed={panels.focused}
            onClick={() => panels.setFocused(!panels.focused)}
          >
            {panels.focused ? <Minimize2 size={18} aria-hidden /> : <Maximize2 size={18} aria-hidden />}
          </PanelButton>
        )}
        {notesPanel && (
          <PanelButton
            label={notesOpen ? t('bar.hideNotes') : t('bar.showNotes')}
            pressed={notesOpen}
            onClick={() => showPanel(notesDrawerIs.open, panels.toggleNotes, panels.notesShown)}
          >
            <NotebookPen size={18} aria-hidden />
          </PanelButton>
        )}
      </div>
      {!enrolled && (
        <p className={classes.preview}>
          {t('preview.body')}{' '}
          <TextLink to="/course/$slug" params={{ slug: course.slug }}>
            {t('preview.action')}
          </TextLink>
        </p>
      )}
      <div className={classes.panels}>
        {!narrow && outlineOpen && <aside className={classes.outline}>{outline}</aside>}
        <Lesson
          courseId={courseId}
          lessonId={lessonId}
          enrolled={enrolled}
          onVideo={setVideo}
          onText={setText}
          onNote={notesPanel ? writeNote : null}
        />
        {!narrow && notesOpen && notesPanel && (
          <aside className={classes.notes} aria-label={t('bar.notes')}>
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
            closeButtonProps={{ 'aria-label': t('bar.closeOutline') }}
          >
            {outline}
          </Drawer>
          <Drawer
            opened={notesDrawer}
            onClose={notesDrawerIs.close}
            position="right"
            size={400}
            title={current?.title ?? t('lesson')}
            closeButtonProps={{ 'aria-label': t('bar.closeNotes') }}
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
  ...pane
}: {
  courseId: string
  lessonId: string
  enrolled: boolean
  onVideo(handle: VideoHandle | null): void
  onText(handle: TextHandle | null): void
  onNote: ((place: NotePlace) => void) | null
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
        <MissingPart courseId={courseId} lessonId={lessonId} what="lesson" />
      </div>
    )
  }
  return <LessonPane key={lesson.id} lesson={lesson} {...pane} />
}

function PanelButton({
  label,
  pressed,
  onClick,
  children,
}: {
  label: string
  /** Absent for what is done rather than switched. */
  pressed?: boolean
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
        {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
        onClick={onClick}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  )
}

function NoLessons({ course }: { course: PlayerCourseView }) {
  const { t } = useTranslation('player')
  return (
    <StatePanel
      icon={BookX}
      title={t('noLessons.title')}
      order={1}
      action={
        <ButtonLink to="/course/$slug" params={{ slug: course.slug }}>
          {t('noLessons.action', { course: course.title })}
        </ButtonLink>
      }
    >
      {t('noLessons.body')}
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
      // What lies over the lesson is closed first.
      const isOver = event.target instanceof Element && event.target.closest('[role="dialog"]') !== null
      if (event.key === 'Escape' && !isOver) setFocused(false)
    }
    // Before the name of a button under the mouse, which takes the key for itself to be gone.
    document.addEventListener('keydown', onKey, { capture: true })
    return () => document.removeEventListener('keydown', onKey, { capture: true })
  }, [focused, setFocused])
}
