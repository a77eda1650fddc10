import { z } from 'zod'
import { lessonTypes } from './enums.ts'
import { id, writtenText } from './mutation-parts.ts'

/** The longest text of a draft, in characters. */
export const maxDraftLength = 500_000

/** Fields of a draft that are edited one by one. `max` in characters; `long` ones merge by lines; an empty optional one is null. */
interface DraftField {
  column: string
  max: number
  long: boolean
  optional: boolean
}

export const courseFields = {
  title: { column: 'title', max: 200, long: false, optional: false },
  shortDescription: { column: 'short_description', max: 500, long: false, optional: true },
  description: { column: 'description', max: 100_000, long: true, optional: false },
} as const satisfies Record<string, DraftField>

export const lessonFields = {
  title: { column: 'title', max: 200, long: false, optional: false },
  description: { column: 'description', max: 100_000, long: true, optional: true },
  content: { column: 'content', max: maxDraftLength, long: true, optional: true },
} as const satisfies Record<string, DraftField>

export type CourseField = keyof typeof courseFields
export type LessonField = keyof typeof lessonFields

const courseField = z.enum(['title', 'shortDescription', 'description'])
const lessonField = z.enum(['title', 'description', 'content'])
const longest = writtenText(maxDraftLength)
const title = writtenText(200).refine((text) => text.trim() !== '', 'must not be empty')

/** Whether a value fits its field: a title is not empty, and nothing is longer than its column. */
function fits(field: DraftField, value: string): boolean {
  return value.length <= field.max && (field.long || field.optional || value.trim() !== '')
}

/**
 * What those who teach do to a course. `base` is the text an edit started from; where things are put is said by what they
 * stand behind (null: first), never by a number.
 */
export const studioMutationArgs = {
  'studio.editCourse': z
    .object({ courseId: id, field: courseField, base: longest, value: longest })
    .refine(({ field, value }) => fits(courseFields[field], value), { path: ['value'] }),

  'studio.editLesson': z
    .object({ lessonId: id, field: lessonField, base: longest, value: longest })
    .refine(({ field, value }) => fits(lessonFields[field], value), { path: ['value'] }),

  'studio.createModule': z.object({ moduleId: id, courseId: id, title, afterModuleId: id.nullable() }),

  'studio.createLesson': z.object({
    lessonId: id,
    moduleId: id,
    title,
    type: z.enum(lessonTypes),
    afterLessonId: id.nullable(),
  }),

  'studio.moveModule': z.object({ moduleId: id, afterModuleId: id.nullable() }),

  'studio.moveLesson': z.object({ lessonId: id, moduleId: id, afterLessonId: id.nullable() }),

  /** `baseContent` is the lesson's text as it was seen. Lessons somebody has worked in are not deleted. */
  'studio.deleteLesson': z.object({ lessonId: id, baseContent: longest }),
} as const
