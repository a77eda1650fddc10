import { z } from 'zod'
import { id, timeZoneName } from './mutation-parts.ts'

const instantMs = z.number().int().nonnegative()

/** What is told of the time somebody studies. */
export const studyMutationArgs = {
  /**
   * A stretch of study on one of the person's days, so far: told again as it grows, under the same id. The longest report
   * of a stretch wins.
   */
  'study.record': z.object({
    studySessionId: id,
    /** IANA name of where the person was: tells which day it was to them. */
    timeZone: timeZoneName,
    beganAtMs: instantMs,
    endedAtMs: instantMs,
    /** Of study, without pauses. A day is the most that is told. */
    seconds: z
      .number()
      .nonnegative()
      .transform((seconds) => Math.min(Math.round(seconds), 86_400)),
  }),
} as const
