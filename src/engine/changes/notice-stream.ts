import type { Notice } from '../../shared/contract/views.ts'
import type { Notices } from './notices.ts'

/** The notice that makes a listener read everything anew. */
export const everything: Notice = { topics: ['tables', 'status', 'session', 'downloads'], tables: ['*'] }

/**
 * Notices as an async stream for one listener. What is announced while the listener is busy is merged into one
 * notice, so a slow screen never builds a queue. Starts with `everything`; ends when `signal` aborts.
 */
export async function* noticeStream(notices: Notices, signal?: AbortSignal): AsyncGenerator<Notice> {
  let pending: Notice | null = everything
  let wake: () => void = () => {}
  const stop = notices.subscribe((notice) => {
    pending = pending ? merge(pending, notice) : notice
    wake()
  })
  const onAbort = () => wake()
  signal?.addEventListener('abort', onAbort)
  try {
    while (!signal?.aborted) {
      if (pending) {
        const notice: Notice = pending
        pending = null
        yield notice
      } else
        await new Promise<void>((resolve) => {
          wake = resolve
        })
    }
  } finally {
    stop()
    signal?.removeEventListener('abort', onAbort)
  }
}

function merge(left: Notice, right: Notice): Notice {
  return {
    topics: [...new Set([...left.topics, ...right.topics])],
    tables: [...new Set([...left.tables, ...right.tables])],
  }
}
