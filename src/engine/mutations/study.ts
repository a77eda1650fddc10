import { studySessions } from '../../../drizzle/schema/sqlite/learning.ts'
import { localDay } from '../../shared/domain/local-day.ts'
import type { DeviceMutation } from './mutation.ts'

export const record: DeviceMutation<'study.record'> = ({ tx, userId }, args) => {
  const known = tx.local.find(studySessions, args.studySessionId)
  if (known) {
    tx.local.update(studySessions, known.id, {
      endedAt: Math.max(known.endedAt, args.endedAtMs),
      seconds: Math.max(known.seconds, args.seconds),
    })
    return
  }
  tx.local.insert(studySessions, {
    id: args.studySessionId,
    userId,
    day: localDay(args.beganAtMs, args.timeZone),
    timeZone: args.timeZone,
    beganAt: args.beganAtMs,
    endedAt: args.endedAtMs,
    seconds: args.seconds,
  })
}
