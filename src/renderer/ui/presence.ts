/** Somebody who has not touched anything for this long is taken to be away. */
const awayAfterMs = 60_000
const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'scroll'] as const

export interface Presence {
  /** The window is shown, and was used within a minute. */
  isHere(): boolean
  /** The window is shown, used or not: somebody may be watching something. */
  isShown(): boolean
  stop(): void
}

/**
 * Watches whether somebody is at the window.
 * @param onLeave the window is hidden or goes: what is to be told has to be told now.
 */
export function watchPresence(onLeave: () => void): Presence {
  let lastUseMs = performance.now()
  const isShown = () => document.visibilityState !== 'hidden'
  const used = () => {
    lastUseMs = performance.now()
  }
  const onVisibility = () => {
    if (isShown()) used()
    else onLeave()
  }
  for (const sign of signs) document.addEventListener(sign, used, { passive: true, capture: true })
  document.addEventListener('visibilitychange', onVisibility)
  window.addEventListener('pagehide', onLeave)
  return {
    isHere: () => isShown() && performance.now() - lastUseMs <= awayAfterMs,
    isShown,
    stop() {
      for (const sign of signs) document.removeEventListener(sign, used, { capture: true })
      document.removeEventListener('visibilitychange', onVisibility)
      window.removeEventListener('pagehide', onLeave)
    },
  }
}
