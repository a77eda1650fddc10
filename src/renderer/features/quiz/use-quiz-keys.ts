import { useEffect, useRef } from 'react'

interface QuizKeys {
  /** 1–9: the nth option, from 0. */
  onOption(index: number): void
  onNext(): void
  onPrevious(): void
  onEnter(): void
}

/** Keys of a quiz: digits choose, left and right (by reading direction) turn the pages, Enter goes on. */
export function useQuizKeys(keys: QuizKeys, enabled: boolean): void {
  const latest = useRef(keys)
  useEffect(() => {
    latest.current = keys
  })

  useEffect(() => {
    if (!enabled) return
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing)
        return
      const target = event.target instanceof Element ? event.target : null
      if (target?.closest('[role="dialog"], [role="menu"]')) return
      const act = actionOf(event.key, target)
      if (!act) return
      event.preventDefault()
      act(latest.current)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [enabled])
}

function actionOf(key: string, target: Element | null): ((keys: QuizKeys) => void) | null {
  const inText = target?.matches('textarea, input:not([type="radio"], [type="checkbox"]), [contenteditable]')
  if (/^[1-9]$/.test(key)) return inText ? null : (keys) => keys.onOption(Number(key) - 1)
  if (key === 'ArrowLeft' || key === 'ArrowRight') {
    if (inText) return null
    const forward = (key === 'ArrowRight') !== (document.documentElement.dir === 'rtl')
    return forward ? (keys) => keys.onNext() : (keys) => keys.onPrevious()
  }
  if (key === 'Enter') {
    const hasItsOwn = target?.matches('textarea, button, a, summary')
    return hasItsOwn ? null : (keys) => keys.onEnter()
  }
  return null
}
