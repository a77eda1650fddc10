import { useEffect, useRef, useState } from 'react'

/**
 * The words of a search as they are typed. Where they are kept (the address) follows `delayMs` behind the keys, and leads
 * when it changes by other means: going back, or clearing.
 */
export function useTypedWords(words: string, onWords: (words: string) => void, delayMs: number) {
  const [typed, setTyped] = useState(words)
  const told = useRef(words)
  const tell = useRef(onWords)
  tell.current = onWords
  useEffect(() => {
    if (words === told.current) return
    told.current = words
    setTyped(words)
  }, [words])
  useEffect(() => {
    if (typed === told.current) return
    const timer = setTimeout(() => {
      told.current = typed
      tell.current(typed)
    }, delayMs)
    return () => clearTimeout(timer)
  }, [typed, delayMs])
  return [typed, setTyped] as const
}
