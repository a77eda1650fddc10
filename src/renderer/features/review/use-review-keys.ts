import { useEffect, useRef } from 'react'

interface ReviewKeys {
  /** 1–9, from 0: an option, or a rating. */
  onDigit(index: number): void
  /** Space, or Enter: shows the answer, then takes the marked rating. */
  onForward(): void
  /** Z. */
  onUndo(): void
}

/** Keys of the review. Text fields and whatever a key already works on keep it to themselves. */
export function useReviewKeys(keys: ReviewKeys): void {
  const latest = useRef(keys)
  useEffect(() => {
    latest.current = keys
  })

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey || event.isComposing || event.repeat) return
      const target = event.target instanceof Element ? event.target : null
      if (target?.closest('[role="dialog"], [role="menu"]')) return
      const undoes = event.key.toLowerCase() === 'z'
      if ((event.ctrlKey || event.metaKey) && !undoes) return
      const act = actionOf(event.key, target)
      if (!act) return
      event.preventDefault()
      act(latest.current)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}

function actionOf(key: string, target: Element | null): ((keys: ReviewKeys) => void) | null {
  const inText = target?.matches(
    'textarea:not([readonly]), input:not([type="radio"], [type="checkbox"], [readonly]), [contenteditable]',
  )
  if (key === 'Enter' && !target?.matches('textarea, button, a, summary')) return (keys) => keys.onForward()
  if (inText) return null
  if (/^[1-9]$/.test(key)) return (keys) => keys.onDigit(Number(key) - 1)
  if (key.toLowerCase() === 'z') return (keys) => keys.onUndo()
  if (key === ' ' && !target?.matches('button, a, summary, input')) return (keys) => keys.onForward()
  return null
}
