import { localDay } from '../../../src/shared/domain/local-day.ts'
import { AppError } from '../../../src/shared/errors/app-error.ts'
import type { CentreMutation } from '../mutation-context.ts'

/** Keeps the longest report of a stretch of study. Its day is the person's, by the centre's clock. */
export const record: CentreMutation<'study.record'> = async ({ client, caller, atCentre }, args) => {
  const beganAtMs = atCentre(args.beganAtMs)
  const { rows } = await client.query<{ owner: string }>({
    name: 'study-record',
    text: `INSERT INTO study_sessions AS known (id, user_id, day, time_zone, began_at, ended_at, seconds)
           VALUES ($1, $2, $3, $4, to_timestamp($5 / 1000.0), to_timestamp($6 / 1000.0), $7)
           ON CONFLICT (id) DO UPDATE SET
             ended_at = greatest(known.ended_at, excluded.ended_at),
             seconds = greatest(known.seconds, excluded.seconds)
           WHERE known.user_id = excluded.user_id
           RETURNING user_id AS owner`,
    values: [
      args.studySessionId,
      caller.userId,
      localDay(beganAtMs, args.timeZone),
      args.timeZone,
      beganAtMs,
      Math.max(beganAtMs, atCentre(args.endedAtMs)),
      args.seconds,
    ],
  })
  if (rows.length === 0) throw new AppError('already-exists', 'Another stretch of study has this id.')
}
