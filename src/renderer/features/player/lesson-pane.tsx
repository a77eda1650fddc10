import { useNavigate, useRouter, useSearch } from '@tanstack/react-router'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { LessonView } from '../../../shared/contract/views.ts'
import { completesByWatching, completionRule } from '../../../shared/domain/lesson-completion.ts'
import { liveSessionOf } from '../../../shared/domain/live-session.ts'
import { mediaSha256 } from '../../../shared/domain/media-url.ts'
import { type NotePlace, splitNote } from '../../../shared/domain/note-place.ts'
import { readingSeconds } from '../../../shared/domain/progress.ts'
import { useNotes } from '../../data/hooks.ts'
import { resolveMedia } from '../../data/media.ts'
import { scrollToAnchor } from '../../ui/markdown/scroll-to-anchor.ts'
import { Markdown } from '../../ui/markdown.tsx'
import { keepPlace } from './keep-place.ts'
import classes from './lesson.module.css'
import { LessonEnd } from './lesson-end.tsx'
import { LessonQuizzes } from './lesson-quizzes.tsx'
import { LessonResources } from './lesson-resources.tsx'
import { LiveSessionCard } from './live-session-card.tsx'
import { MarkToolbar } from './mark-toolbar.tsx'
import { MissingFiles } from './missing-files.tsx'
import { MissingPart } from './missing-part.tsx'
import { useEndReached } from './use-end-reached.ts'
import { useLessonProgress } from './use-lesson-progress.ts'
import { useReadingTime } from './use-reading-time.ts'
import { useScrollKeys } from './use-scroll-keys.ts'
import { useScrollMemory } from './use-scroll-memory.ts'
import { type TextHandle, useTextMarks } from './use-text-marks.ts'
import type { VideoHandle } from './video-handle.ts'
import { VideoPanel } from './video-panel.tsx'

interface LessonPaneProps {
  lesson: LessonView
  enrolled: boolean
  onVideo(handle: VideoHandle | null): void
  onText(handle: TextHandle | null): void
  /** A note is to be written on a passage. Null where there are no notes. */
  onNote: ((place: NotePlace) => void) | null
}

/** One lesson: its text and video, what goes with it, and what comes next. Mount one per lesson (`key`). */
export function LessonPane({ lesson, enrolled, onVideo, onText, onNote }: LessonPaneProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const text = lesson.content?.trim() ? lesson.content : null
  const { anchor, startSecond, noteId } = useWantedPlace()
  const place = useLessonLinks(lesson.courseId)
  const drawn = useDrawn(scroller, text !== null)
  const progress = useLessonProgress(lesson, enrolled)
  const isVideo = lesson.type === 'VIDEO' && lesson.videoUrl !== null
  const rule = completionRule({
    type: lesson.type,
    hasVideo: isVideo && mediaSha256(lesson.videoUrl ?? '') !== null,
    hasQuiz: lesson.quizzes.length > 0,
  })
  const byQuiz = rule === 'passing' || rule === 'handing-in'
  const session = lesson.type === 'LIVE_SESSION' && text !== null ? liveSessionOf(text) : null
  const { places, marks, wanted } = usePlaces(lesson.id, noteId)
  const marked = useTextMarks(scroller, places, drawn)
  const highlight = useCallback((marked: NotePlace) => void keepPlace(lesson.id, marked, null), [lesson.id])

  useScrollKeys(scroller)
  useScrollMemory(scroller, lesson.id, {
    ready: drawn || text === null,
    skip: anchor !== null || noteId !== null,
  })
  useEffect(() => {
    onText(marked)
    return () => onText(null)
  }, [marked, onText])
  useEffect(() => {
    if (marked && wanted) marked.goTo(wanted)
  }, [marked, wanted])
  useEffect(() => {
    if (drawn && anchor !== null && scroller.current) scrollToAnchor(anchor, scroller.current)
  }, [drawn, anchor])

  const secondsHere = useReadingTime(
    lesson.watchedSeconds,
    progress && lesson.onDevice && !isVideo && !byQuiz ? progress.record : null,
  )
  // Somebody who jumps to the end to see how long it is has not read it.
  const enoughSeconds = Math.min(20, readingSeconds(text ?? '') / 4)
  const endMark = useEndReached(
    progress && rule === 'reading' && !lesson.completed && text !== null ? progress.complete : null,
    () => secondsHere() >= enoughSeconds,
  )
  const onWatched = useCallback(
    (seconds: number, videoSeconds: number) => {
      progress?.record(seconds)
      if (completesByWatching(lesson.type, seconds, videoSeconds)) progress?.complete()
    },
    [progress, lesson.type],
  )

  return (
    <div ref={scroller} className={classes.scroller} data-lesson-scroller>
      <article className={classes.lesson} aria-labelledby="lesson-title">
        <header className={classes.head}>
          <p className={classes.module}>{lesson.moduleTitle}</p>
          <h1 id="lesson-title" dir="auto">
            {lesson.title}
          </h1>
          {lesson.description && (
            <p className={classes.lead} dir="auto">
              {lesson.description}
            </p>
          )}
        </header>
        {lesson.onDevice ? (
          <>
            {enrolled && !isVideo && <MissingFiles courseId={lesson.courseId} lessonId={lesson.id} />}
            {isVideo && lesson.videoUrl !== null && (
              <VideoPanel
                courseId={lesson.courseId}
                lessonId={lesson.id}
                title={lesson.title}
                url={lesson.videoUrl}
                resources={lesson.resources}
                marks={marks}
                seenBefore={lesson.watchedSeconds}
                startSecond={startSecond}
                onWatched={onWatched}
                onHandle={onVideo}
              />
            )}
            {session && <LiveSessionCard lesson={lesson} session={session} />}
            {text !== null && <Markdown source={text} place={place} />}
            <div ref={endMark} />
            <LessonQuizzes quizzes={lesson.quizzes} toTake={byQuiz && !lesson.completed} />
            <LessonResources resources={lesson.resources} />
            <LessonEnd
              lesson={lesson}
              nextIsMain={!byQuiz || lesson.completed}
              onComplete={rule === 'passing' ? null : (progress?.complete ?? null)}
            />
          </>
        ) : (
          <MissingPart courseId={lesson.courseId} lessonId={enrolled ? lesson.id : null} what="lesson" />
        )}
      </article>
      {onNote && drawn && <MarkToolbar scroller={scroller} onHighlight={highlight} onNote={onNote} />}
    </div>
  )
}

/** What the address asks for: a heading of the text, a second of the video, or the place of a note. */
function useWantedPlace(): { anchor: string | null; startSecond: number | null; noteId: string | null } {
  const { anchor, second, note } = useSearch({ from: '/learn/$courseId/$lessonId' })
  return { anchor: anchor ?? null, startSecond: second ?? null, noteId: note ?? null }
}

/** Where in this lesson notes were taken: passages of its text, seconds of its video, and the place of the note asked for. */
function usePlaces(lessonId: string, noteId: string | null) {
  const { data: notes } = useNotes({ lessonId })
  return useMemo(() => {
    const split = (notes ?? []).map((note) => ({ note, ...splitNote(note.content) }))
    return {
      places: split.flatMap(({ place }) => (place?.kind === 'passage' ? [place] : [])),
      marks: split.flatMap(({ note, place, body }) =>
        note.videoSecond === null
          ? []
          : [{ noteId: note.id, second: note.videoSecond, words: body || place?.quote || '' }],
      ),
      wanted: split.find(({ note }) => note.id === noteId)?.place ?? null,
    }
  }, [notes, noteId])
}

function useLessonLinks(courseId: string) {
  const router = useRouter()
  const navigate = useNavigate()
  return useMemo(
    () => ({
      resolveMedia,
      lessonHref: (lessonId: string) =>
        router.history.createHref(
          router.buildLocation({ to: '/learn/$courseId/$lessonId', params: { courseId, lessonId } }).href,
        ),
      openLesson: (lessonId: string, anchor: string | null) =>
        void navigate({
          to: '/learn/$courseId/$lessonId',
          params: { courseId, lessonId },
          search: anchor === null ? {} : { anchor },
        }),
    }),
    [router, navigate, courseId],
  )
}

/** Whether the text stands on the page: its renderer is fetched the first time. */
function useDrawn(scroller: React.RefObject<HTMLElement | null>, expected: boolean): boolean {
  const [drawn, setDrawn] = useState(false)
  useEffect(() => {
    const element = scroller.current
    if (!expected || drawn || !element) return
    const look = () => {
      if (element.querySelector('.bx-markdown > *')) setDrawn(true)
    }
    look()
    const observer = new MutationObserver(look)
    observer.observe(element, { childList: true, subtree: true })
    return () => observer.disconnect()
  }, [scroller, expected, drawn])
  return drawn
}
