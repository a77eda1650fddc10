import type { Query, QueryClient } from '@tanstack/react-query'
import type { Notice } from '../../shared/contract/views.ts'
import { isTouched } from './queries.ts'

export interface Refresher {
  /** Asks again what a notice made out of date. */
  apply(notice: Notice): void
}

/**
 * Turns notices into re-queries. A query that is being asked right now is asked once more afterwards instead of being
 * cancelled, so that a stream of notices (a download, a long sync) never starves a slow screen.
 */
export function createRefresher(client: QueryClient): Refresher {
  const cache = client.getQueryCache()
  const onceMore = new Set<Query>()

  cache.subscribe((event) => {
    if (event.type === 'removed') onceMore.delete(event.query)
    if (event.type !== 'updated' || (event.action.type !== 'success' && event.action.type !== 'error')) return
    if (onceMore.delete(event.query)) queueMicrotask(() => ask(event.query))
  })

  function ask(query: Query): void {
    void client.invalidateQueries({ queryKey: query.queryKey, exact: true }, { cancelRefetch: false })
  }

  function refresh(isAffected: (query: Query) => boolean): void {
    for (const query of cache.findAll()) {
      if (!isAffected(query)) continue
      if (query.state.fetchStatus === 'fetching') onceMore.add(query)
      else ask(query)
    }
  }

  return {
    apply: (notice) => {
      // Another person's answers must not flash up after a change of session.
      if (notice.topics.includes('session')) client.removeQueries({ type: 'inactive' })
      refresh((query) => isTouched(query.queryKey[0], notice))
    },
  }
}
