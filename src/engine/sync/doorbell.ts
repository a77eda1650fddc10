import { isChangeMessage, isControlMessage, ShapeStream } from '@electric-sql/client'
import type { GatewayClient } from './gateway-client.ts'

/**
 * The one live long-poll of a device: it rings when anything of the person's own changed at the centre. A hint only: a lost
 * ring costs at most the pull's interval. Rings once when it has connected too, for what happened before.
 * @returns a function that ends it. `onLost` is called once when it ends by itself.
 */
export function listenToDoorbell(
  client: GatewayClient,
  fetcher: typeof fetch,
  ring: () => void,
  onLost: () => void,
): () => void {
  const abort = new AbortController()
  let connected = false
  const stream = new ShapeStream({
    url: client.url('v1/shapes/doorbell').href,
    offset: 'now',
    log: 'changes_only',
    headers: { authorization: () => client.authorization() },
    signal: abort.signal,
    fetchClient: fetcher,
    backoffOptions: { initialDelay: 1000, maxDelay: 2000, multiplier: 1.5, maxRetries: 1 },
    onError: () => {
      if (!abort.signal.aborted) onLost()
    },
  })
  stream.subscribe(
    (messages) => {
      // Only what is new rings: the feed's old entries are deleted at the same time for everybody.
      const rang = messages.some(
        (message) => isChangeMessage(message) && message.headers.operation === 'insert',
      )
      const first = !connected && messages.some(isControlMessage)
      connected = true
      if (rang || first) ring()
    },
    () => {
      if (!abort.signal.aborted) onLost()
    },
  )
  return () => abort.abort()
}
