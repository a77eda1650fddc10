import { courseFields, lessonFields } from '../../../src/shared/contract/studio-mutations.ts'
import { changedText, type Doing, line, pickId, take } from './doing.ts'
import { marksIn } from './taken.ts'

/** What an instructor does to their own course, as far as it is on this device. @returns what, in words. */
export function teach(doing: Doing): string {
  const { device, dice, step } = doing
  const course = pickId(doing, 'SELECT id FROM courses WHERE instructor_id = ? ORDER BY id', device.person)
  if (!course) return 'teaches nothing'
  const module = pickId(doing, 'SELECT id FROM modules WHERE course_id = ? ORDER BY id', course)
  const lesson = pickId(doing, 'SELECT id FROM lessons WHERE course_id = ? ORDER BY id', course)
  const behind = (table: 'modules' | 'lessons', id: string | undefined) =>
    (dice.chance(0.6) &&
      pickId(doing, `SELECT id FROM ${table} WHERE course_id = ? AND id IS NOT ? ORDER BY id`, course, id)) ||
    null
  const title = line(doing, '').slice(0, 150)
  switch (dice.below(9)) {
    case 0: {
      const field = dice.pick(['title', 'shortDescription', 'description'] as const)
      const { base, value, removes } = edited(doing, 'courses', course, courseFields[field])
      take(doing, 'studio.editCourse', { courseId: course, field, base, value }, removes)
      return `changed the ${field} of ${course}`
    }
    case 1:
    case 2: {
      if (!lesson) return 'has no lesson to teach'
      const field = dice.pick(['title', 'description', 'content', 'content'] as const)
      const { base, value, removes } = edited(doing, 'lessons', lesson, lessonFields[field])
      take(doing, 'studio.editLesson', { lessonId: lesson, field, base, value }, removes)
      return `changed the ${field} of ${lesson}`
    }
    case 3: {
      const moduleId = `module-${step.id}`
      const afterModuleId = behind('modules', undefined)
      take(doing, 'studio.createModule', { moduleId, courseId: course, title, afterModuleId })
      return `added ${moduleId}`
    }
    case 4: {
      if (!module) return 'has no module'
      const lessonId = `lesson-${step.id}`
      const afterLessonId = behind('lessons', undefined)
      take(doing, 'studio.createLesson', { lessonId, moduleId: module, title, type: 'TEXT', afterLessonId })
      return `added ${lessonId}`
    }
    case 5: {
      if (!module) return 'has no module'
      const afterModuleId = behind('modules', module)
      take(doing, 'studio.moveModule', { moduleId: module, afterModuleId })
      return `moved ${module} behind ${afterModuleId}`
    }
    case 6:
    case 7: {
      if (!module || !lesson) return 'has no lesson to move'
      const afterLessonId = behind('lessons', lesson)
      take(doing, 'studio.moveLesson', { lessonId: lesson, moduleId: module, afterLessonId })
      return `moved ${lesson} to ${module}, behind ${afterLessonId}`
    }
    default:
      return lesson ? deleteLesson(doing, lesson) : 'has no lesson to delete'
  }
}

/** Goes on with one lesson: one that was added, where there is one. @returns what was done, in words. */
export function writeDraft(doing: Doing): string {
  const lesson = draftLesson(doing)
  if (!lesson) return 'has no lesson to teach'
  const { base, value, removes } = edited(doing, 'lessons', lesson, lessonFields.content)
  take(doing, 'studio.editLesson', { lessonId: lesson, field: 'content', base, value }, removes)
  return `wrote on in ${lesson}`
}

/** Deletes the lesson that `writeDraft` would go on with. @returns what was done, in words. */
export function deleteDraft(doing: Doing): string {
  const lesson = draftLesson(doing)
  return lesson ? deleteLesson(doing, lesson) : 'has no lesson to delete'
}

function draftLesson(doing: Doing): string | undefined {
  return pickId(
    doing,
    `SELECT id FROM lessons WHERE course_id IN (SELECT id FROM courses WHERE instructor_id = ?)
     ORDER BY id LIKE 'lesson-%' DESC, id LIMIT 1`,
    doing.device.person,
  )
}

function deleteLesson(doing: Doing, lessonId: string): string {
  const [row] = doing.device.rows('SELECT title, description, content FROM lessons WHERE id = ?', lessonId)
  const removes = Object.values(row ?? {}).flatMap((text) => marksIn(String(text ?? '')))
  take(doing, 'studio.deleteLesson', { lessonId, baseContent: String(row?.content ?? '') }, removes)
  return `deleted ${lessonId}`
}

/** Another text for a field, that keeps to what fits it; `removes`: what was seen and is taken away. */
function edited(
  doing: Doing,
  table: 'courses' | 'lessons',
  id: string,
  { column, max, long }: { column: string; max: number; long: boolean },
): { base: string; value: string; removes: string[] } {
  const [row] = doing.device.rows(`SELECT ${column} AS text FROM ${table} WHERE id = ?`, id)
  const base = String(row?.text ?? '')
  const changed = long ? changedText(doing, base) : line(doing, '')
  const value = changed.length > max ? line(doing, '').slice(0, Math.min(max, 150)) : changed
  const left = new Set(marksIn(value))
  return { base, value, removes: marksIn(base).filter((mark) => !left.has(mark)) }
}
