import { and, asc, eq, isNotNull, sql } from 'drizzle-orm'
import { courses, lessons, mediaFiles, modules, resources } from '../../../drizzle/schema/sqlite/courses.ts'
import { progress, questions, quizAttempts, quizzes } from '../../../drizzle/schema/sqlite/learning.ts'
import { blobs } from '../../../drizzle/schema/sqlite/local.ts'
import { users } from '../../../drizzle/schema/sqlite/people.ts'
import type { LessonResource } from '../../shared/contract/lesson-views.ts'
import type { QuizSummary } from '../../shared/contract/quiz-views.ts'
import type { LessonView, PlayerCourseView } from '../../shared/contract/views.ts'
import { fileKind } from '../../shared/domain/file-kind.ts'
import { mediaSha256, mediaUrl } from '../../shared/domain/media-url.ts'
import { enrollmentView, readOutline, resumeLesson } from './outline.ts'
import { hasContent, type QueryContext } from './query.ts'

/** A course as the player shows it; null when the catalogue does not have it. */
export function readPlayerCourse(context: QueryContext, courseId: string): PlayerCourseView | null {
  const row = context.read
    .select({ course: courses, instructorName: users.name })
    .from(courses)
    .leftJoin(users, eq(users.id, courses.instructorId))
    .where(eq(courses.id, courseId))
    .get()
  if (!row) return null
  const outline = readOutline(context, courseId)
  const enrollment = enrollmentView(context, courseId)
  return {
    courseId,
    title: row.course.title,
    slug: row.course.slug,
    instructorName: row.instructorName ?? '',
    enrollment,
    outline,
    resumeLessonId: resumeLesson(context, courseId, enrollment?.lastLessonId ?? null)?.id ?? null,
  }
}

/** A lesson with all that belongs to it; null when even its outline is not on this device. */
export function readLesson(context: QueryContext, lessonId: string): LessonView | null {
  const { read, userId } = context
  const row = read
    .select({ lesson: lessons, moduleTitle: modules.title, courseTitle: courses.title, progress })
    .from(lessons)
    .innerJoin(modules, eq(modules.id, lessons.moduleId))
    .innerJoin(courses, eq(courses.id, lessons.courseId))
    .leftJoin(progress, and(eq(progress.lessonId, lessons.id), eq(progress.userId, userId)))
    .where(eq(lessons.id, lessonId))
    .get()
  if (!row) return null
  const { lesson } = row
  const order = readOutline(context, lesson.courseId).flatMap((module) => module.lessons)
  const at = order.findIndex((candidate) => candidate.id === lessonId)
  const next = order[at + 1]
  return {
    id: lesson.id,
    title: lesson.title,
    type: lesson.type,
    description: lesson.description,
    content: lesson.content,
    onDevice: hasContent(read, lesson.courseId) || lesson.content !== null,
    videoUrl: lesson.videoUrl,
    videoSeconds: lesson.videoDuration,
    moduleTitle: row.moduleTitle,
    courseId: lesson.courseId,
    courseTitle: row.courseTitle,
    completed: row.progress?.completed ?? false,
    watchedSeconds: row.progress?.watchedSeconds ?? 0,
    resources: resourcesOf(context, lesson),
    quizzes: quizzesOf(context, lessonId),
    previousLessonId: order[at - 1]?.id ?? null,
    nextLesson: at >= 0 && next ? { id: next.id, title: next.title } : null,
  }
}

/** Files with the name and kind their maker gave them, and whether they are here. */
function resourcesOf({ read }: QueryContext, lesson: { id: string; courseId: string }): LessonResource[] {
  return read
    .select({ resource: resources, file: mediaFiles, here: blobs.sha256 })
    .from(resources)
    .leftJoin(
      mediaFiles,
      and(
        eq(mediaFiles.courseId, lesson.courseId),
        eq(mediaFiles.sha256, sql`substr(${resources.url}, ${mediaUrl('').length + 1})`),
      ),
    )
    .leftJoin(blobs, eq(blobs.sha256, mediaFiles.sha256))
    .where(eq(resources.lessonId, lesson.id))
    .orderBy(asc(resources.createdAt), asc(resources.id))
    .all()
    .map(({ resource: { id, title, type, url, fileSize }, file, here }) => {
      const isFile = mediaSha256(url) !== null
      return {
        id,
        title,
        type,
        url,
        sizeBytes: fileSize ?? file?.sizeBytes ?? null,
        fileName: isFile ? (file?.name ?? title) : null,
        kind: isFile ? fileKind(file?.name ?? title, file?.mimeType ?? '') : null,
        onDevice: here !== null,
      }
    })
}

function quizzesOf({ read, userId }: QueryContext, lessonId: string): QuizSummary[] {
  return read
    .select({
      id: quizzes.id,
      title: quizzes.title,
      type: quizzes.type,
      timeLimitMinutes: quizzes.timeLimit,
      passingScore: quizzes.passingScore,
      questionCount: sql<number>`(SELECT count(*) FROM ${questions} WHERE ${questions.quizId} = ${quizzes.id})`,
      best: sql<number | null>`(SELECT max(CAST(${quizAttempts.score} AS REAL)) FROM ${quizAttempts}
        WHERE ${and(eq(quizAttempts.quizId, quizzes.id), eq(quizAttempts.userId, userId), isNotNull(quizAttempts.gradedAt))})`,
    })
    .from(quizzes)
    .where(eq(quizzes.lessonId, lessonId))
    .orderBy(asc(quizzes.createdAt), asc(quizzes.id))
    .all()
    .map(({ best, ...quiz }) => ({ ...quiz, bestScorePercent: best }))
}
