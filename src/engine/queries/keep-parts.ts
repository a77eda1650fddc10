import { and, asc, eq } from 'drizzle-orm'
import { courses, lessons, modules, resources } from '../../../drizzle/schema/sqlite/courses.ts'
import { keptCourses, keptLessons } from '../../../drizzle/schema/sqlite/local.ts'
import type { KeepPartsView } from '../../shared/contract/keep-views.ts'
import { lessonNeedsFile } from '../../shared/domain/lesson-files.ts'
import { hasContent, type QueryContext } from './query.ts'
import { filesOf } from './wanted-files.ts'

/** What can be kept of a course; null where this device does not know the course. */
export function readKeepParts(context: QueryContext, courseId: string): KeepPartsView | null {
  const { read } = context
  const course = read.select({ title: courses.title }).from(courses).where(eq(courses.id, courseId)).get()
  if (!course) return null
  const kept = read.select().from(keptCourses).where(eq(keptCourses.courseId, courseId)).get()
  const wanted = new Set(
    read
      .select({ id: keptLessons.lessonId })
      .from(keptLessons)
      .where(eq(keptLessons.courseId, courseId))
      .all()
      .map(({ id }) => id),
  )
  const whole = kept !== undefined && !kept.partial
  const parts = new Map<string, KeepPartsView['modules'][number]>()
  for (const lesson of lessonsOf(context, courseId)) {
    const module = parts.get(lesson.moduleId) ?? {
      id: lesson.moduleId,
      title: lesson.moduleTitle,
      lessons: [],
    }
    parts.set(lesson.moduleId, module)
    module.lessons.push({
      id: lesson.id,
      title: lesson.title,
      wanted: whole || wanted.has(lesson.id),
      totalBytes: lesson.files.reduce((sum, file) => sum + file.sizeBytes, 0),
      doneBytes: lesson.files.reduce(
        (sum, file) => sum + (file.here ? file.sizeBytes : context.bytesInFlight(file.sha256)),
        0,
      ),
    })
  }
  return {
    courseId,
    title: course.title,
    whole,
    sizesKnown: hasContent(read, courseId),
    modules: [...parts.values()],
  }
}

/** Published lessons in order, each with the files it needs. */
function lessonsOf({ read }: QueryContext, courseId: string) {
  const files = filesOf(read, courseId)
  const urls = new Map<string, string>()
  for (const { lessonId, url } of read
    .select({ lessonId: resources.lessonId, url: resources.url })
    .from(resources)
    .where(eq(resources.courseId, courseId))
    .all())
    urls.set(lessonId, `${urls.get(lessonId) ?? ''} ${url}`)
  return read
    .select({ lesson: lessons, moduleTitle: modules.title })
    .from(lessons)
    .innerJoin(modules, eq(modules.id, lessons.moduleId))
    .where(and(eq(lessons.courseId, courseId), eq(lessons.published, true), eq(modules.published, true)))
    .orderBy(asc(modules.position), asc(modules.id), asc(lessons.position), asc(lessons.id))
    .all()
    .map(({ lesson, moduleTitle }) => {
      const text = `${lesson.content ?? ''} ${lesson.videoUrl ?? ''} ${urls.get(lesson.id) ?? ''}`
      return {
        id: lesson.id,
        title: lesson.title,
        moduleId: lesson.moduleId,
        moduleTitle,
        files: files.filter((file) => lessonNeedsFile({ id: lesson.id, text }, file)),
      }
    })
}
