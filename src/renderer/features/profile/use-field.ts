import { useState } from 'react'

/**
 * The text of one field while somebody writes it: theirs until they leave it, then what the device holds. `keep` says what
 * is wrong with it, or null after keeping it.
 */
export function useField(stored: string, keep: (text: string) => string | null) {
  const [typed, setTyped] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  return {
    value: typed ?? stored,
    error: problem,
    onChange: (event: { currentTarget: { value: string } }) => {
      setTyped(event.currentTarget.value)
      setProblem(null)
    },
    onBlur: () => {
      if (typed === null) return
      const text = typed.trim()
      const wrong = text === stored ? null : keep(text)
      setProblem(wrong)
      // What is wrong stays in the field to be mended.
      if (wrong === null) setTyped(null)
    },
  }
}
