import { type MutationArgs, mutationArgs } from '../contract/mutations.ts'
import { courseFields, lessonFields } from '../contract/studio-mutations.ts'
import { type ReviewText, reviewTexts } from './course-review.ts'

/** The mutations that set a text two people, or two devices, wrote differently. */
export type ConflictEdit =
  | {
      [N in 'notes.edit' | 'studio.editCourse' | 'studio.editLesson']: { name: N; args: MutationArgs<N> }
    }['notes.edit' | 'studio.editCourse' | 'studio.editLesson']
  | { name: 'a text of a review'; args: ReviewTextEdit }

/** One text of a review that is there, by its id. */
export interface ReviewTextEdit {
  reviewId: string
  field: ReviewText
  base: string
  value: string
}

/** A field in conflict: SQL names of its table and column, and its row. */
export interface ConflictField {
  table: string
  field: string
  rowId: string
}

/** Name of a column's property where that field of a course or lesson is edited as a text; undefined elsewhere. */
export function draftFieldOf({ table, field }: Pick<ConflictField, 'table' | 'field'>): string | undefined {
  const fields: Record<string, { column: string }> =
    table === 'courses' ? courseFields : table === 'lessons' ? lessonFields : {}
  return Object.entries(fields).find(([, { column }]) => column === field)?.[0]
}

/**
 * Setting the text of a field in conflict is an edit like any other, so that it merges with what came meanwhile.
 * Null: that field cannot be set, or not to this text (too long, an empty title).
 */
export function editOfConflict(of: ConflictField, base: string, value: string): ConflictEdit | null {
  if (of.table === 'notes' && of.field === 'content') {
    const parsed = mutationArgs['notes.edit'].safeParse({
      noteId: of.rowId,
      baseContent: base,
      content: value,
    })
    return parsed.success ? { name: 'notes.edit', args: parsed.data } : null
  }
  if (of.table === 'reviews') {
    const text = reviewTexts.find((field) => field === of.field)
    if (!text) return null
    const { success, data } = mutationArgs['reviews.write'].shape[text].safeParse(value)
    return success
      ? { name: 'a text of a review', args: { reviewId: of.rowId, field: text, base, value: data ?? '' } }
      : null
  }
  const field = draftFieldOf(of)
  if (field === undefined) return null
  if (of.table === 'courses') {
    const parsed = mutationArgs['studio.editCourse'].safeParse({ courseId: of.rowId, field, base, value })
    return parsed.success ? { name: 'studio.editCourse', args: parsed.data } : null
  }
  const parsed = mutationArgs['studio.editLesson'].safeParse({ lessonId: of.rowId, field, base, value })
  return parsed.success ? { name: 'studio.editLesson', args: parsed.data } : null
}
