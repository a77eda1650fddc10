import { and, asc, eq, isNotNull, sql } from 'drizzle-orm'
import { courses, lessons, modules, resources } from '../../../drizzle/schema/sqlite/courses.ts'
import { progress, questions, quizAttempts, quizzes } from '../../../drizzle/schema/sqlite/learning.ts'
import { users } from '../../../drizzle/schema/sqlite/people.ts'
import type { LessonView, PlayerCourseView, QuizSummary } from '../../shared/contract/views.ts'
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
    resources: read
      .select()
      .from(resources)
      .where(eq(resources.lessonId, lessonId))
      .orderBy(asc(resources.createdAt), asc(resources.id))
      .all()
      .map((resource) => ({
        id: resource.id,
        title: resource.title,
        type: resource.type,
        url: resource.url,
        sizeBytes: resource.fileSize,
      })),
    quizzes: quizzesOf(context, lessonId),
    previousLessonId: order[at - 1]?.id ?? null,
    nextLesson: at >= 0 && next ? { id: next.id, title: next.title } : null,
  }
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
