import { useNavigate, useRouter, useSearch } from '@tanstack/react-router'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { LessonView } from '../../../shared/contract/views.ts'
import { readingSeconds } from '../../../shared/domain/progress.ts'
import { resolveMedia } from '../../data/media.ts'
import { scrollToAnchor } from '../../ui/markdown/scroll-to-anchor.ts'
import { Markdown } from '../../ui/markdown.tsx'
import classes from './lesson.module.css'
import { LessonEnd } from './lesson-end.tsx'
import { LessonQuizzes } from './lesson-quizzes.tsx'
import { LessonResources } from './lesson-resources.tsx'
import { MissingPart } from './missing-part.tsx'
import { useEndReached } from './use-end-reached.ts'
import { useLessonProgress } from './use-lesson-progress.ts'
import { useReadingTime } from './use-reading-time.ts'
import { useScrollMemory } from './use-scroll-memory.ts'
import type { VideoHandle } from './video-handle.ts'
import { VideoPanel } from './video-panel.tsx'
import { watchedEnough } from './watched-seconds.ts'

interface LessonPaneProps {
  lesson: LessonView
  enrolled: boolean
  onVideo(handle: VideoHandle | null): void
}

/** One lesson: its text and video, what goes with it, and what comes next. Mount one per lesson (`key`). */
export function LessonPane({ lesson, enrolled, onVideo }: LessonPaneProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const text = lesson.content?.trim() ? lesson.content : null
  const { anchor, startSecond } = useWantedPlace()
  const place = useLessonLinks(lesson.courseId)
  const drawn = useDrawn(scroller, text !== null)
  const progress = useLessonProgress(lesson, enrolled)
  const isVideo = lesson.type === 'VIDEO' && lesson.videoUrl !== null
  const byQuiz = lesson.type === 'QUIZ' && lesson.quizzes.length > 0

  useScrollMemory(scroller, lesson.id, { ready: drawn || text === null, skip: anchor !== null })
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
    progress && lesson.type === 'TEXT' && !lesson.completed && text !== null ? progress.complete : null,
    () => secondsHere() >= enoughSeconds,
  )
  const onWatched = useCallback(
    (seconds: number, videoSeconds: number) => {
      progress?.record(seconds)
      if (seconds >= videoSeconds * watchedEnough) progress?.complete()
    },
    [progress],
  )

  return (
    <div ref={scroller} className={classes.scroller} data-lesson-scroller>
      <article className={classes.lesson} aria-labelledby="lesson-title">
        <header className={classes.head}>
          <p className={classes.module}>{lesson.moduleTitle}</p>
          <h1 id="lesson-title">{lesson.title}</h1>
          {lesson.description && <p className={classes.lead}>{lesson.description}</p>}
        </header>
        {lesson.onDevice ? (
          <>
            {isVideo && lesson.videoUrl !== null && (
              <VideoPanel
                courseId={lesson.courseId}
                lessonId={lesson.id}
                title={lesson.title}
                url={lesson.videoUrl}
                seenBefore={lesson.watchedSeconds}
                startSecond={startSecond}
                onWatched={onWatched}
                onHandle={onVideo}
              />
            )}
            {text !== null && <Markdown source={text} place={place} />}
            <div ref={endMark} />
            <LessonQuizzes quizzes={lesson.quizzes} toTake={byQuiz && !lesson.completed} />
            <LessonResources resources={lesson.resources} />
            <LessonEnd
              lesson={lesson}
              nextIsMain={!byQuiz || lesson.completed}
              onComplete={byQuiz ? null : (progress?.complete ?? null)}
            />
          </>
        ) : (
          <MissingPart courseId={lesson.courseId} what="lesson" />
        )}
      </article>
    </div>
  )
}

/** What the address asks for: a heading of the text, or a second of the video. */
function useWantedPlace(): { anchor: string | null; startSecond: number | null } {
  const { anchor, second } = useSearch({ from: '/learn/$courseId/$lessonId' })
  return { anchor: anchor ?? null, startSecond: second ?? null }
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
