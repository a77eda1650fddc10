import { LoaderCircle } from 'lucide-react'
import {
  MediaControlBar,
  MediaController,
  MediaFullscreenButton,
  MediaLoadingIndicator,
  MediaMuteButton,
  MediaPipButton,
  MediaPlayButton,
  MediaPlaybackRateButton,
  MediaSeekBackwardButton,
  MediaSeekForwardButton,
  MediaTimeDisplay,
  MediaTimeRange,
  MediaVolumeRange,
} from 'media-chrome/react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LessonResource } from '../../../shared/contract/lesson-views.ts'
import { resolveMedia } from '../../data/media.ts'
import { CaptionsSelect } from './captions-select.tsx'
import classes from './lesson-video.module.css'
import { stillWhereWished } from './still-controls.ts'
import { useCaptions } from './use-captions.ts'
import { useLastSeen } from './use-last-seen.ts'
import { useTracks } from './use-tracks.ts'
import { useVideoKeys } from './use-video-keys.ts'
import { type NoteMark, VideoChapters, VideoMarks } from './video-chapters.tsx'
import type { VideoHandle } from './video-handle.ts'
import { nameControls } from './video-words.ts'
import { isCutShort, resumeSecond, type Stretch, watchedSeconds } from './watched-seconds.ts'

const recordEverySeconds = 5
const lastPictureMs = 400

/** What keeps a video from being seen: `broken` before it began, `stopped` on the way. */
export interface VideoTrouble {
  kind: 'broken' | 'stopped'
  second: number
}

export interface LessonVideoProps {
  lessonId: string
  title: string
  url: string
  resources: readonly LessonResource[]
  /** Notes taken on seconds of it. */
  marks: readonly NoteMark[]
  /** Seconds seen on earlier days. */
  seenBefore: number
  /** Where to begin, where the person came for a place in the video. */
  startSecond: number | null
  onWatched(seconds: number, videoSeconds: number): void
  onHandle(handle: VideoHandle | null): void
  onTrouble(trouble: VideoTrouble): void
}

const keyOf = (lessonId: string) => `brainix-video:${lessonId}`

/** A video of the course: goes on where the person was, and reports what was seen. One lesson per mounted component. */
export default function LessonVideo(props: LessonVideoProps) {
  const { lessonId, title, url, resources, marks, onHandle, onTrouble } = props
  const { t, i18n } = useTranslation('player')
  const language = useMemo(() => nameControls(i18n.language), [i18n.language])
  const video = useRef<HTMLVideoElement>(null)
  const frame = useRef<HTMLDivElement>(null)
  const latest = useRef(props)
  const seenBefore = useRef(props.seenBefore)
  const reportedAt = useRef(0)
  /** As the file's head says; a file that is cut short turns out shorter. */
  const wholeSeconds = useRef(0)
  const seen = useLastSeen(video)
  const [lengthSeconds, setLengthSeconds] = useState(0)
  const tracks = useTracks(resources, t('video.captions'))
  const captions = useCaptions(video, tracks)
  useVideoKeys(video, frame, captions.toggle)
  useEffect(() => {
    latest.current = props
  })
  useEffect(() => {
    if (frame.current) stillWhereWished(frame.current)
  }, [])

  const report = useRef(() => {
    const element = video.current
    if (!element || !Number.isFinite(element.duration) || element.played.length === 0) return
    reportedAt.current = element.currentTime
    localStorage.setItem(keyOf(lessonId), String(Math.floor(element.currentTime)))
    // A file that ends early is at its end at once; what was never shown was not watched.
    const shown = element.ended && isCutShort(seen(), wholeSeconds.current) ? seen() : element.duration
    latest.current.onWatched(
      watchedSeconds(stretchesOf(element.played, shown), seenBefore.current),
      Math.max(element.duration, wholeSeconds.current),
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

  const begin = useRef(() => {
    const element = video.current
    if (!element || element.readyState === 0 || wholeSeconds.current > 0) return
    wholeSeconds.current = element.duration
    setLengthSeconds(element.duration)
    const kept = Number(localStorage.getItem(keyOf(lessonId)) ?? Number.NaN)
    const last = Number.isFinite(kept) ? kept : seenBefore.current
    element.currentTime = latest.current.startSecond ?? resumeSecond(last, element.duration)
  }).current
  const trouble = () => {
    const element = video.current
    report()
    const begun = element !== null && element.readyState > 0
    onTrouble({ kind: begun ? 'stopped' : 'broken', second: begun ? element.currentTime : 0 })
  }
  // The head of a file on this device may be read, or refused, before this is on the page: its event is gone by then.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, as it is put on the page
  useEffect(() => {
    if (video.current?.error) trouble()
    else begin()
  }, [])
  const seek = (second: number) => {
    if (video.current) video.current.currentTime = second
  }

  return (
    <>
      <div ref={frame} className={classes.frame}>
        <MediaController
          className={classes.player}
          aria-label={t('video.label', { title })}
          lang={language}
          noHotkeys
        >
          {/* biome-ignore lint/a11y/useMediaCaption: where the course has captions, they are among the tracks */}
          <video
            ref={video}
            slot="media"
            src={resolveMedia(url)}
            preload="metadata"
            playsInline
            aria-label={title}
            onLoadedMetadata={begin}
            onDurationChange={(event) => setLengthSeconds(event.currentTarget.duration)}
            onTimeUpdate={(event) => {
              const moved = Math.abs(event.currentTarget.currentTime - reportedAt.current)
              if (!event.currentTarget.paused && moved >= recordEverySeconds) report()
            }}
            onPause={report}
            onEnded={() => {
              // The last picture may be shown a moment after the end.
              setTimeout(() => {
                report()
                if (video.current?.ended && isCutShort(seen(), wholeSeconds.current))
                  onTrouble({ kind: 'stopped', second: seen() })
              }, lastPictureMs)
            }}
            onError={trouble}
          >
            {tracks.map(({ id, kind, src, language, label }) => (
              <track
                key={id}
                id={id}
                kind={kind}
                src={src}
                srcLang={language}
                label={label}
                {...(kind === 'chapters' ? { default: true } : {})}
              />
            ))}
          </video>
          <MediaLoadingIndicator slot="centered-chrome" noAutohide>
            {/* The one it brings turns by itself, whatever the person asked for. */}
            <LoaderCircle slot="icon" className={classes.waiting} strokeWidth={1.5} aria-hidden />
          </MediaLoadingIndicator>
          <div className={classes.timeline}>
            <VideoMarks marks={marks} lengthSeconds={lengthSeconds} onSeek={seek} />
            <MediaTimeRange className={classes.range} />
          </div>
          <MediaControlBar className={classes.bar}>
            <MediaPlayButton />
            <MediaSeekBackwardButton seekOffset={10} />
            <MediaSeekForwardButton seekOffset={10} />
            <MediaMuteButton />
            <MediaVolumeRange className={classes.volume} />
            <MediaTimeDisplay showDuration />
            <span className={classes.space} />
            <MediaPlaybackRateButton rates={[0.75, 1, 1.25, 1.5, 2]} />
            <CaptionsSelect captions={captions} />
            <MediaPipButton className={classes.pip} />
            <MediaFullscreenButton />
          </MediaControlBar>
        </MediaController>
      </div>
      <VideoChapters chapters={tracks.flatMap(({ cues }) => cues)} onSeek={seek} />
    </>
  )
}

function stretchesOf(ranges: TimeRanges, upTo: number): Stretch[] {
  return Array.from({ length: ranges.length }, (_, index) => ({
    fromSecond: ranges.start(index),
    toSecond: Math.min(upTo, ranges.end(index)),
  }))
}
