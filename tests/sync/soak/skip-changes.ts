import type { ShapeUpstream } from '../../../server/shapes/upstream.ts'
import type { Dice } from '../simulator/dice.ts'

/**
 * A shape service that now and then moves an offset past changes it never gives, as Electric does in bursts. First pages
 * and the doorbell's are left alone.
 * @param probability that a reply with changes is given without them. @param onSkip is told of each.
 */
export function skipChanges(
  service: ShapeUpstream,
  probability: number,
  dice: Dice,
  onSkip: (table: string, changes: number) => void,
): ShapeUpstream {
  return {
    async fetch(query, headers, signal) {
      const answer = await service.fetch(query, headers, signal)
      const offset = query.get('offset') ?? '-1'
      const table = query.get('table') ?? ''
      const isFirst = offset === '-1' || offset === 'now' || /^0_\d/.test(offset)
      if (isFirst || table === 'change_feed' || answer.status !== 200 || !dice.chance(probability))
        return answer
      const messages: unknown = await answer.json()
      const all: object[] = Array.isArray(messages) ? messages : []
      const controls = all.filter((message) => !('key' in message))
      if (controls.length < all.length) onSkip(table, all.length - controls.length)
      const kept = new Headers(answer.headers)
      for (const name of ['content-encoding', 'content-length']) kept.delete(name)
      return Response.json(controls, { headers: kept })
    },
  }
}
