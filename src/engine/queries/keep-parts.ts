import { and, asc, eq, sql } from 'drizzle-orm'
import { courses, lessons, modules, resources } from '../../../drizzle/schema/sqlite/courses.ts'
import { keptCourses, keptLessons } from '../../../drizzle/schema/sqlite/local.ts'
import type { KeepModule, KeepPartsView } from '../../shared/contract/keep-views.ts'
import { keepPartStateOf, keepPartsState } from '../../shared/domain/keep-state.ts'
import { filesNamedIn, lessonNeedsFile } from '../../shared/domain/lesson-files.ts'
import { mediaUrl } from '../../shared/domain/media-url.ts'
import { hasContent, type QueryContext } from './query.ts'
import { filesOf, type WantedFile } from './wanted-files.ts'

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
  const contentWhole = hasContent(read, courseId)
  const facts = { contentWhole, paused: kept?.paused ?? false, error: kept?.error ?? null }
  const parts = new Map<string, { module: KeepModule; files: Set<WantedFile> }>()
  for (const lesson of lessonsOf(context, courseId)) {
    const part = parts.get(lesson.moduleId) ?? {
      module: {
        id: lesson.moduleId,
        title: lesson.moduleTitle,
        state: 'kept',
        totalBytes: 0,
        doneBytes: 0,
        lessons: [],
      },
      files: new Set(),
    }
    parts.set(lesson.moduleId, part)
    for (const file of lesson.files) part.files.add(file)
    const isWanted = whole || wanted.has(lesson.id)
    const missingFiles = lesson.files.filter(({ here }) => !here).length
    part.module.lessons.push({
      id: lesson.id,
      title: lesson.title,
      wanted: isWanted,
      state: keepPartStateOf({ wanted: isWanted, missingFiles }, facts),
      ...bytesOf(context, lesson.files),
    })
  }
  return {
    courseId,
    title: course.title,
    whole,
    sizesKnown: contentWhole,
    modules: [...parts.values()].map(({ module, files }) => ({
      ...module,
      ...bytesOf(context, [...files]),
      state: keepPartsState(module.lessons.map(({ state }) => state)),
    })),
  }
}

function bytesOf(context: QueryContext, files: readonly WantedFile[]) {
  let totalBytes = 0
  let doneBytes = 0
  for (const { sha256, sizeBytes, here } of files) {
    totalBytes += sizeBytes
    doneBytes += here ? sizeBytes : context.bytesInFlight(sha256)
  }
  return { totalBytes, doneBytes }
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
    .select({
      id: lessons.id,
      title: lessons.title,
      moduleId: lessons.moduleId,
      moduleTitle: modules.title,
      // Most texts name no file: this is asked again with every file that comes.
      content: sql<
        string | null
      >`CASE WHEN instr(${lessons.content}, ${mediaUrl('')}) > 0 THEN ${lessons.content} END`,
      videoUrl: lessons.videoUrl,
    })
    .from(lessons)
    .innerJoin(modules, eq(modules.id, lessons.moduleId))
    .where(and(eq(lessons.courseId, courseId), eq(lessons.published, true), eq(modules.published, true)))
    .orderBy(asc(modules.position), asc(modules.id), asc(lessons.position), asc(lessons.id))
    .all()
    .map(({ content, videoUrl, ...lesson }) => {
      const names = filesNamedIn(`${content ?? ''} ${videoUrl ?? ''} ${urls.get(lesson.id) ?? ''}`)
      return { ...lesson, files: files.filter((file) => lessonNeedsFile({ id: lesson.id, names }, file)) }
    })
}
