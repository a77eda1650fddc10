import { Button } from '@mantine/core'
import { ExternalLink, FileWarning, RotateCw, WifiOff } from 'lucide-react'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { mediaSha256 } from '../../../shared/domain/media-url.ts'
import { useKeepIndex } from '../../data/keeping.ts'
import { resolveMedia } from '../../data/media.ts'
import { formatClock } from '../../ui/format.ts'
import { StatePanel } from '../../ui/state-panel.tsx'
import classes from './lesson.module.css'
import type { LessonVideoProps, VideoTrouble } from './lesson-video.tsx'
import { MissingPart } from './missing-part.tsx'

const LessonVideo = lazy(() => import('./lesson-video.tsx'))

type Trouble = VideoTrouble | { kind: 'missing' }

/** The video of a lesson: played from this device, or a word about where it is and what is wrong with it. */
export function VideoPanel({
  courseId,
  ...video
}: Omit<LessonVideoProps, 'onTrouble'> & { courseId: string }) {
  const { t } = useTranslation('player')
  const [trouble, setTrouble] = useState<Trouble | null>(null)
  const [attempt, setAttempt] = useState(0)

  // Whether the file is here at all is for its server to say.
  useEffect(() => {
    if (trouble?.kind !== 'broken') return
    const aborted = new AbortController()
    fetch(resolveMedia(video.url), { method: 'HEAD', signal: aborted.signal }).then(
      ({ status }) => {
        if (status === 404) setTrouble({ kind: 'missing' })
      },
      () => undefined,
    )
    return () => aborted.abort()
  }, [trouble, video.url])

  useArrival(courseId, video.lessonId, () => {
    if (trouble?.kind !== 'missing') return
    setTrouble(null)
    setAttempt(attempt + 1)
  })

  if (mediaSha256(video.url) === null) {
    return (
      <div className={classes.videoFrame}>
        <StatePanel
          icon={WifiOff}
          title={t('video.online.title')}
          action={
            /^https?:/.test(video.url) ? (
              <a className={classes.linkOut} href={video.url} target="_blank" rel="noreferrer">
                {t('video.online.action', { place: hostOf(video.url) ?? t('video.online.web') })}
                <ExternalLink size={15} aria-hidden />
              </a>
            ) : undefined
          }
        >
          {t('video.online.body')}
        </StatePanel>
      </div>
    )
  }
  if (trouble?.kind === 'missing') {
    return (
      <div className={classes.videoFrame}>
        <MissingPart courseId={courseId} lessonId={video.lessonId} what="video" />
      </div>
    )
  }
  if (trouble) {
    return (
      <div className={classes.videoFrame} role="alert">
        <StatePanel
          icon={FileWarning}
          title={
            trouble.kind === 'stopped'
              ? t('video.stopped.title', { time: formatClock(trouble.second) })
              : t('video.broken.title')
          }
          action={
            <Button
              leftSection={<RotateCw size={16} aria-hidden />}
              onClick={() => {
                setTrouble(null)
                setAttempt(attempt + 1)
              }}
            >
              {t('video.retry')}
            </Button>
          }
        >
          {trouble.kind === 'stopped' ? t('video.stopped.body') : t('video.broken.body')}
        </StatePanel>
      </div>
    )
  }
  return (
    <Suspense fallback={<div className={classes.videoWait} />}>
      <LessonVideo key={attempt} {...video} onTrouble={setTrouble} />
    </Suspense>
  )
}

/** Calls back when the last file of a lesson has come. */
function useArrival(courseId: string, lessonId: string, onArrival: () => void): void {
  const state = useKeepIndex(courseId, true)?.lessons.get(lessonId)?.state
  const latest = useRef(onArrival)
  latest.current = onArrival
  const before = useRef(state)
  useEffect(() => {
    if (before.current !== undefined && before.current !== 'kept' && state === 'kept') latest.current()
    if (state !== undefined) before.current = state
  }, [state])
}

function hostOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).hostname.replace(/^www\./, '') : null
}
