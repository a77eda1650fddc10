import { shapesOf } from '../../src/shared/contract/shapes.ts'
import { canonicalQuery } from './canonical-request.ts'
import type { ShapeUpstream } from './upstream.ts'

/**
 * Asks for the catalogue before anybody does: everybody will, and the first of them need not wait for its snapshots.
 * A failure is nobody's yet; whoever asks then is told.
 */
export async function askAhead(upstream: ShapeUpstream, signal: AbortSignal): Promise<void> {
  const beginning = new URLSearchParams({ offset: '-1' })
  const ask = async (query: URLSearchParams) => {
    const answer = await upstream.fetch(query, new Headers(), signal)
    await answer.body?.cancel()
  }
  await Promise.allSettled(shapesOf('catalogue').map((name) => ask(canonicalQuery(name, {}, beginning))))
}
