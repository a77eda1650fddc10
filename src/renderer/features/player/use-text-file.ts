import { useCallback, useEffect, useState } from 'react'
import { resolveMedia } from '../../data/media.ts'

/** A file of the course being read. `missing`: not on this device and not to be had now; `failed`: it could not be read. */
export type TextFile =
  | { state: 'reading' | 'missing' | 'failed' | 'too-large' }
  | { state: 'read'; text: string }

/** Text above this is not laid out: a file of this size is data, not something to read. */
const maxTextBytes = 2_000_000

/** Reads a text file of the course. `retry` reads it once more. */
export function useTextFile(url: string): [TextFile, () => void] {
  const [read, setRead] = useState<{ of: string; file: TextFile } | null>(null)
  const [attempt, setAttempt] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: read again at each attempt
  useEffect(() => {
    const aborted = new AbortController()
    void readText(url, aborted.signal).then((file) => {
      if (!aborted.signal.aborted) setRead({ of: url, file })
    })
    return () => aborted.abort()
  }, [url, attempt])
  const retry = useCallback(() => {
    setRead(null)
    setAttempt((count) => count + 1)
  }, [])
  return [read?.of === url ? read.file : { state: 'reading' }, retry]
}

async function readText(url: string, signal: AbortSignal): Promise<TextFile> {
  try {
    const response = await fetch(resolveMedia(url), { signal })
    if (response.status === 404) return { state: 'missing' }
    if (!response.ok) return { state: 'failed' }
    if (Number(response.headers.get('content-length') ?? 0) > maxTextBytes) {
      await response.body?.cancel()
      return { state: 'too-large' }
    }
    const bytes = await response.arrayBuffer()
    if (bytes.byteLength > maxTextBytes) return { state: 'too-large' }
    return { state: 'read', text: new TextDecoder().decode(bytes) }
  } catch {
    return { state: 'failed' }
  }
}
