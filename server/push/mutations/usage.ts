import { AppError } from '../../../src/shared/errors/app-error.ts'
import type { CentreMutation } from '../mutation-context.ts'

/** Notes down that something was looked at, once. Neither the address nor the program of the person is kept. */
export const record: CentreMutation<'usage.record'> = async ({ client, caller, madeAtMs }, args) => {
  const { eventId, sessionId, event, ...properties } = args
  const { rowCount } = await client.query({
    name: 'usage-record',
    text: `INSERT INTO analytics_events AS known (id, user_id, session_id, event, properties, created_at)
           VALUES ($1, $2, $3, $4, $5, to_timestamp($6 / 1000.0))
           ON CONFLICT (id) DO UPDATE SET event = known.event WHERE known.user_id = excluded.user_id`,
    values: [eventId, caller.userId, sessionId, event, JSON.stringify(properties), madeAtMs],
  })
  if (rowCount === 0) throw new AppError('already-exists', 'Another event has this id.')
}
