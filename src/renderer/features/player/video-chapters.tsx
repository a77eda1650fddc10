import { UnstyledButton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { VttCue } from '../../../shared/domain/vtt-cues.ts'
import { formatClock } from '../../ui/format.ts'
import classes from './lesson-video.module.css'

/** A note on a second of the video. */
export interface NoteMark {
  noteId: string
  second: number
  words: string
}

/** The chapters of a video, each a way to its beginning. */
export function VideoChapters({
  chapters,
  onSeek,
}: {
  chapters: readonly VttCue[]
  onSeek(second: number): void
}) {
  const { t } = useTranslation('player')
  if (chapters.length === 0) return null
  return (
    <nav aria-label={t('video.chapters')}>
      <ol className={classes.chapters}>
        {chapters.map(({ startSecond, text }) => (
          <li key={`${startSecond} ${text}`}>
            <UnstyledButton className={classes.chapter} onClick={() => onSeek(startSecond)}>
              <span className={classes.chapterTime}>{formatClock(startSecond)}</span>
              <span dir="auto">{text}</span>
            </UnstyledButton>
          </li>
        ))}
      </ol>
    </nav>
  )
}

/** Where on the timeline notes were taken. For the eye and the mouse: the notes panel lists them for everybody. */
export function VideoMarks({
  marks,
  lengthSeconds,
  onSeek,
}: {
  marks: readonly NoteMark[]
  lengthSeconds: number
  onSeek(second: number): void
}) {
  if (!(lengthSeconds > 0)) return null
  return (
    <div className={classes.marks} aria-hidden>
      {marks
        .filter(({ second }) => second <= lengthSeconds)
        .map(({ noteId, second, words }) => (
          <button
            key={noteId}
            type="button"
            tabIndex={-1}
            className={classes.noteMark}
            style={{ insetInlineStart: `${(second / lengthSeconds) * 100}%` }}
            title={words.slice(0, 120)}
            onClick={() => onSeek(second)}
          />
        ))}
    </div>
  )
}
