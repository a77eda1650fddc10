import {
  MediaControlBar,
  MediaController,
  MediaFullscreenButton,
  MediaMuteButton,
  MediaPlayButton,
  MediaPlaybackRateButton,
  MediaSeekBackwardButton,
  MediaSeekForwardButton,
  MediaTimeDisplay,
  MediaTimeRange,
  MediaVolumeRange,
} from 'media-chrome/react'
import { useEffect, useRef } from 'react'
import { resolveMedia } from '../../data/media.ts'
import classes from './lesson-video.module.css'
import type { VideoHandle } from './video-handle.ts'
import { resumeSecond, type Stretch, watchedSeconds } from './watched-seconds.ts'

const recordEverySeconds = 5

export interface LessonVideoProps {
  lessonId: string
  title: string
  url: string
  /** Seconds seen on earlier days. */
  seenBefore: number
  /** Where to begin, where the person came for a place in the video. */
  startSecond: number | null
  onWatched(seconds: number, videoSeconds: number): void
  onHandle(handle: VideoHandle | null): void
  onMissing(): void
}

const keyOf = (lessonId: string) => `brainix-video:${lessonId}`

/** A video of the course: goes on where the person was, and reports what was seen. One lesson per mounted component. */
export default function LessonVideo(props: LessonVideoProps) {
  const { lessonId, title, url, onHandle, onMissing } = props
  const video = useRef<HTMLVideoElement>(null)
  const latest = useRef(props)
  const seenBefore = useRef(props.seenBefore)
  const reportedAt = useRef(0)
  useEffect(() => {
    latest.current = props
  })

  const report = useRef(() => {
    const element = video.current
    if (!element || !Number.isFinite(element.duration) || element.played.length === 0) return
    reportedAt.current = element.currentTime
    localStorage.setItem(keyOf(lessonId), String(Math.floor(element.currentTime)))
    latest.current.onWatched(
      watchedSeconds(stretchesOf(element.played), seenBefore.current),
      element.duration,
    )
  }).current

  useEffect(() => {
    const onHidden = () => {
      if (document.visibilityState === 'hidden') report()
    }
    document.addEventListener('visibilitychange', onHidden)
    window.addEventListener('pagehide', report)
    return () => {
      document.removeEventListener('visibilitychange', onHidden)
      window.removeEventListener('pagehide', report)
    }
  }, [report])

  useEffect(() => {
    const element = video.current
    if (!element) return
    onHandle({
      currentSecond: () => Math.floor(element.currentTime),
      seek: (second) => {
        element.currentTime = second
      },
    })
    return () => {
      report()
      onHandle(null)
    }
  }, [onHandle, report])

  // A note's link to another second of the video that is open already.
  const { startSecond } = props
  useEffect(() => {
    const element = video.current
    if (startSecond !== null && element && element.readyState > 0) element.currentTime = startSecond
  }, [startSecond])

  const begin = () => {
    const element = video.current
    if (!element) return
    const kept = Number(localStorage.getItem(keyOf(lessonId)) ?? Number.NaN)
    const last = Number.isFinite(kept) ? kept : seenBefore.current
    element.currentTime = latest.current.startSecond ?? resumeSecond(last, element.duration)
  }

  return (
    <MediaController className={classes.player} aria-label={`Video: ${title}`}>
      {/* biome-ignore lint/a11y/useMediaCaption: captions come with the course, and the contract has none yet */}
      <video
        ref={video}
        slot="media"
        src={resolveMedia(url)}
        preload="metadata"
        playsInline
        onLoadedMetadata={begin}
        onTimeUpdate={(event) => {
          const moved = Math.abs(event.currentTarget.currentTime - reportedAt.current)
          if (!event.currentTarget.paused && moved >= recordEverySeconds) report()
        }}
        onPause={report}
        onEnded={report}
        onError={onMissing}
      />
      <MediaControlBar className={classes.bar}>
        <MediaPlayButton />
        <MediaSeekBackwardButton seekOffset={10} />
        <MediaSeekForwardButton seekOffset={10} />
        <MediaTimeRange />
        <MediaTimeDisplay showDuration />
        <MediaPlaybackRateButton rates={[0.75, 1, 1.25, 1.5, 2]} />
        <MediaMuteButton />
        <MediaVolumeRange className={classes.volume} />
        <MediaFullscreenButton />
      </MediaControlBar>
    </MediaController>
  )
}

function stretchesOf(ranges: TimeRanges): Stretch[] {
  return Array.from({ length: ranges.length }, (_, index) => ({
    fromSecond: ranges.start(index),
    toSecond: ranges.end(index),
  }))
}
