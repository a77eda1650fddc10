import { type RefObject, useEffect, useRef } from 'react'

const rates = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2]

/**
 * Keys of the video, wherever in the lesson the focus is, as long as nothing else there wants them: space or k plays and
 * pauses, j and l go ten seconds, the arrows five, m mutes, c shows captions or hides them, f fills the screen, < and > change the speed.
 */
export function useVideoKeys(
  video: RefObject<HTMLVideoElement | null>,
  frame: RefObject<HTMLElement | null>,
  toggleCaptions: () => void,
): void {
  const latest = useRef(toggleCaptions)
  latest.current = toggleCaptions
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const element = video.current
      if (!element || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
      const { target } = event
      const within = target instanceof Node && (frame.current?.contains(target) ?? false)
      if (isTaken(target, event.key, within)) return
      const act = deeds(element, frame.current, latest.current)[event.key]
      if (!act) return
      event.preventDefault()
      act()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [video, frame])
}

function deeds(
  video: HTMLVideoElement,
  frame: HTMLElement | null,
  toggleCaptions: () => void,
): Record<string, () => void> {
  const toggle = () => {
    if (video.paused) void video.play().catch(() => {})
    else video.pause()
  }
  const by = (seconds: number) => () => {
    const end = Number.isFinite(video.duration) ? video.duration : 0
    video.currentTime = Math.min(end, Math.max(0, video.currentTime + seconds))
  }
  const louder = (step: number) => () => {
    video.volume = Math.min(1, Math.max(0, video.volume + step))
    if (step > 0) video.muted = false
  }
  const faster = (step: 1 | -1) => () => {
    const next =
      step > 0
        ? rates.find((rate) => rate > video.playbackRate)
        : rates.findLast((rate) => rate < video.playbackRate)
    if (next !== undefined) video.playbackRate = next
  }
  return {
    ' ': toggle,
    k: toggle,
    j: by(-10),
    l: by(10),
    ArrowLeft: by(-5),
    ArrowRight: by(5),
    ArrowUp: louder(0.1),
    ArrowDown: louder(-0.1),
    m: () => {
      video.muted = !video.muted
    },
    c: toggleCaptions,
    f: () => {
      if (document.fullscreenElement) void document.exitFullscreen()
      else void frame?.requestFullscreen().catch(() => {})
    },
    '<': faster(-1),
    '>': faster(1),
  }
}

/** Whether a key belongs to what has the focus: text fields, sounds, sliders, menus, a button's own space bar. */
function isTaken(target: EventTarget | null, key: string, within: boolean): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.closest('input, textarea, select, audio, [contenteditable], [role="menu"], [role="dialog"]'))
    return true
  if (key.startsWith('Arrow')) {
    if (!within) return key === 'ArrowUp' || key === 'ArrowDown' || target.closest('[role="group"]') !== null
    // A slider moves by its own arrows, even across shadow roots.
    return /-(?:range|menu)$/i.test(target.localName)
  }
  return key === ' ' && target.closest('button, a, summary, [role="button"], media-play-button') !== null
    ? true
    : key === ' ' && within && /^media-.*-button$/.test(target.localName)
}
