import { useEffect, useMemo, useState } from 'react'
import type { LessonResource } from '../../../shared/contract/lesson-views.ts'
import { captionLanguage } from '../../../shared/domain/file-kind.ts'
import { raiseCaptions, type VttCue, vttCues } from '../../../shared/domain/vtt-cues.ts'
import { resolveMedia } from '../../data/media.ts'
import { formatLanguage } from '../../ui/format.ts'

export interface VideoTrack {
  id: string
  kind: 'captions' | 'chapters'
  /** Made from the file's text, as a track may not come from another origin than the page. */
  src: string
  /** BCP 47, or empty where its file does not say. */
  language: string
  label: string
  /** Of a chapters file. */
  cues: VttCue[]
}

/** Captions and chapters of a lesson's video, once they are read. What cannot be read is left out. */
export function useTracks(resources: readonly LessonResource[], untitled: string): VideoTrack[] {
  const files = useMemo(
    () => resources.filter(({ kind }) => kind === 'captions' || kind === 'chapters'),
    [resources],
  )
  const key = files.map(({ id, url }) => `${id} ${url}`).join()
  const [tracks, setTracks] = useState<{ of: string; tracks: VideoTrack[] }>({ of: '', tracks: [] })
  // biome-ignore lint/correctness/useExhaustiveDependencies: a lesson read anew with the same files changes nothing
  useEffect(() => {
    let gone = false
    const made: string[] = []
    const read = async ({ id, url, kind, fileName, title }: LessonResource): Promise<VideoTrack[]> => {
      const response = await fetch(resolveMedia(url)).catch(() => null)
      if (!response?.ok) return []
      const text = await response.text()
      const src = URL.createObjectURL(
        new Blob([kind === 'captions' ? raiseCaptions(text) : text], { type: 'text/vtt' }),
      )
      made.push(src)
      const language = captionLanguage(fileName ?? '') ?? ''
      const label = language !== '' ? formatLanguage(language) : title === fileName ? untitled : title
      return kind === 'chapters'
        ? [{ id, kind, src, language, label, cues: vttCues(text) }]
        : [{ id, kind: 'captions', src, language, label, cues: [] }]
    }
    void Promise.all(files.map(read)).then((found) => {
      if (!gone) setTracks({ of: key, tracks: found.flat() })
    })
    return () => {
      gone = true
      for (const src of made) URL.revokeObjectURL(src)
    }
  }, [key, untitled])
  return tracks.of === key ? tracks.tracks : []
}
