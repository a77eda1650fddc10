import { z } from 'zod'
import { id } from './mutation-parts.ts'

/** What may be told of how the app is used, by people who agreed to it. */
const usageEvents = ['course_viewed', 'lesson_viewed', 'quiz_viewed'] as const

const looked = {
  event: z.enum(usageEvents),
  courseId: id.optional(),
  lessonId: id.optional(),
  quizId: id.optional(),
}

/** What the page says was looked at. */
export const usageNote = z.object(looked)
export type UsageNote = z.infer<typeof usageNote>

export const usageMutationArgs = {
  /** Something was looked at. `sessionId`: one start of the app on one device. Nothing on the device depends on it. */
  'usage.record': z.object({
    eventId: id,
    sessionId: id,
    ...looked,
  }),
} as const
