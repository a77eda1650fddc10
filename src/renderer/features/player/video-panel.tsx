import { ExternalLink, WifiOff } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { mediaSha256 } from '../../../shared/domain/media-url.ts'
import { StatePanel } from '../../ui/state-panel.tsx'
import classes from './lesson.module.css'
import type { LessonVideoProps } from './lesson-video.tsx'
import { MissingPart } from './missing-part.tsx'

const LessonVideo = lazy(() => import('./lesson-video.tsx'))

/** The video of a lesson: played from this device, or a word about where it is. */
export function VideoPanel({
  courseId,
  ...video
}: Omit<LessonVideoProps, 'onMissing'> & { courseId: string }) {
  const [missing, setMissing] = useState(false)

  if (mediaSha256(video.url) === null) {
    return (
      <div className={classes.videoFrame}>
        <StatePanel
          icon={WifiOff}
          title="This video is only online"
          action={
            /^https?:/.test(video.url) ? (
              <a className={classes.linkOut} href={video.url} target="_blank" rel="noreferrer">
                Watch it on {hostOf(video.url)}
                <ExternalLink size={15} aria-hidden />
              </a>
            ) : undefined
          }
        >
          It lies on another service, so it cannot be kept on this device.
        </StatePanel>
      </div>
    )
  }
  if (missing) {
    return (
      <div className={classes.videoFrame}>
        <MissingPart courseId={courseId} what="video" />
      </div>
    )
  }
  return (
    <Suspense fallback={<div className={classes.videoWait} />}>
      <LessonVideo {...video} onMissing={() => setMissing(true)} />
    </Suspense>
  )
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname.replace(/^www\./, '') : 'the web'
}
