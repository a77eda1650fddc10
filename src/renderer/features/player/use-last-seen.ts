import { type RefObject, useCallback, useEffect, useRef } from 'react'

/**
 * The second of a video that was last shown or heard. A file that is cut short jumps to the end its head promised, and
 * counts all of it as played: only its pictures and its clock before that jump tell where it really ended.
 */
export function useLastSeen(video: RefObject<HTMLVideoElement | null>): () => number {
  const clock = useRef(0)
  const picture = useRef(0)
  useEffect(() => {
    const element = video.current
    if (!element) return
    let handle = 0
    const onPicture = (_: number, { mediaTime }: { mediaTime: number }) => {
      picture.current = mediaTime
      handle = element.requestVideoFrameCallback(onPicture)
    }
    const onTime = () => {
      if (!element.ended) clock.current = element.currentTime
    }
    // Somebody who goes to the end themselves has not been cut short.
    const onSeeking = () => {
      clock.current = element.currentTime
      picture.current = 0
    }
    handle = element.requestVideoFrameCallback(onPicture)
    element.addEventListener('timeupdate', onTime)
    element.addEventListener('seeking', onSeeking)
    return () => {
      element.cancelVideoFrameCallback(handle)
      element.removeEventListener('timeupdate', onTime)
      element.removeEventListener('seeking', onSeeking)
    }
  }, [video])
  return useCallback(() => Math.max(clock.current, picture.current), [])
}
