import { type RefObject, useCallback, useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { changeSettings } from '../../data/actions.ts'
import { useSettings } from '../../data/hooks.ts'
import { showProblem } from '../../ui/notify.ts'
import { captionWish, chooseCaptions } from './caption-choice.ts'
import type { VideoTrack } from './use-tracks.ts'

export interface CaptionsControl {
  tracks: readonly VideoTrack[]
  /** Of the track that is shown; null: none. */
  shownId: string | null
  /** Remembered for every film. */
  choose(id: string | null): void
  /** Off, or those that were last on. */
  toggle(): void
}

/** Shows the captions a person likes to see, and remembers what they choose. */
export function useCaptions(
  video: RefObject<HTMLVideoElement | null>,
  all: readonly VideoTrack[],
): CaptionsControl {
  const { t, i18n } = useTranslation('player')
  const wish = useSettings().data?.captions ?? null
  const tracks = useMemo(
    () =>
      all
        .filter(({ kind }) => kind === 'captions')
        .sort((left, right) => left.label.localeCompare(right.label, i18n.language)),
    [all, i18n.language],
  )
  const shownId = chooseCaptions(tracks, wish, i18n.language)?.id ?? null
  const lastWish = useRef<string | null>(null)
  if (wish !== null) lastWish.current = wish

  useEffect(() => {
    const list = video.current?.textTracks
    const show = () => {
      for (const { id } of tracks) {
        const track = list?.getTrackById(id)
        const mode = id === shownId ? 'showing' : 'disabled'
        if (track && track.mode !== mode) track.mode = mode
      }
    }
    show()
    // The browser has a choice of its own when tracks come: the person's holds.
    const events = ['addtrack', 'change'] as const
    for (const event of events) list?.addEventListener(event, show)
    return () => {
      for (const event of events) list?.removeEventListener(event, show)
    }
  }, [video, shownId, tracks])

  const remember = useCallback(
    (captions: string | null) => {
      changeSettings({ captions }).catch((error: unknown) => showProblem(t('video.captionsProblem'), error))
    },
    [t],
  )
  const choose = (id: string | null) => {
    const track = tracks.find((candidate) => candidate.id === id)
    remember(track ? captionWish(track) : null)
  }
  const toggle = () => {
    if (shownId !== null) return remember(null)
    choose(chooseCaptions(tracks, lastWish.current ?? i18n.language, i18n.language)?.id ?? null)
  }
  return { tracks, shownId, choose, toggle }
}
