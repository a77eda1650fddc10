/**
 * The named shapes: the only slices of shared tables a device may ask for. A filter is a conjunction of equalities, so
 * that the shape service indexes it, a cache shares it, and the engine can evaluate it on a row.
 * A value `{ param: 'courseId' }` is filled from the request.
 */
export type ShapeFilterValue = string | boolean | { readonly param: 'courseId' | 'userId' }

/** Who may see a shape. `course-learner`: enrolled, or the course's instructor, or an administrator. */
export type ShapeAudience = 'signed-in' | 'self' | 'course-learner' | 'course-teacher'

export type ShapeGroup = 'doorbell' | 'catalogue' | 'outline' | 'course' | 'teaching'

export interface ShapeDefinition {
  readonly group: ShapeGroup
  readonly table: string
  readonly columns: readonly string[]
  readonly filter: Readonly<Record<string, ShapeFilterValue>>
  readonly audience: ShapeAudience
}

export const courseId = { param: 'courseId' } as const
export const userId = { param: 'userId' } as const
