import { z } from 'zod'

/** The ids by which mutations name what they are about, the most telling first. */
const subject = z.object({
  noteId: z.string().optional(),
  attemptId: z.string().optional(),
  lessonId: z.string().optional(),
  moduleId: z.string().optional(),
  courseId: z.string().optional(),
  conflictId: z.string().optional(),
  rejectionId: z.string().optional(),
  /** A person has one profile, whatever of it is changed. */
  profileId: z
    .string()
    .transform(() => 'profile')
    .optional(),
  /** Time is one thing to a person, however many stretches it has. */
  studySessionId: z
    .string()
    .transform(() => 'time of study')
    .optional(),
})

/** The id of the thing a mutation is about: one note however often it was edited. Its own number where it names none. */
export function thingOf(args: unknown, number: number): string {
  const named = subject.safeParse(args).data ?? {}
  return (
    named.noteId ??
    named.attemptId ??
    named.lessonId ??
    named.moduleId ??
    named.courseId ??
    named.conflictId ??
    named.rejectionId ??
    named.profileId ??
    named.studySessionId ??
    String(number)
  )
}
