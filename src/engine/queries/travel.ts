import { and, eq, inArray } from 'drizzle-orm'
import { courses, lessons } from '../../../drizzle/schema/sqlite/courses.ts'
import { enrollments } from '../../../drizzle/schema/sqlite/learning.ts'
import { keptCourses, shapeGroups } from '../../../drizzle/schema/sqlite/local.ts'
import type { TravelCourse, TravelView } from '../../shared/contract/keep-views.ts'
import { liveSessionOf } from '../../shared/domain/live-session.ts'
import { mediaSha256 } from '../../shared/domain/media-url.ts'
import type { QueryContext } from './query.ts'
import { wantedFilesOf } from './wanted-files.ts'

const dayMs = 86_400_000

/** What the device as a whole knows besides its rows. */
export interface TravelFacts {
  nowMs: number
  freeBytes: number | null
  /** Bytes that may still come: below the reserve that is left alone, and the person's own limit. */
  roomBytes: number | null
  waiting: number
  lastSuccessAtMs: number | null
}

/** Whether somebody can be without a connection for so many days: everything they learn in, and what they keep. */
export function readTravel(context: QueryContext, days: number, facts: TravelFacts): TravelView {
  const { read, userId } = context
  const learning = read
    .select({ courseId: enrollments.courseId })
    .from(enrollments)
    .where(and(eq(enrollments.userId, userId), eq(enrollments.status, 'ACTIVE')))
    .all()
  const kept = new Map(
    read
      .select()
      .from(keptCourses)
      .all()
      .map((course) => [course.courseId, course]),
  )
  const ids = [...new Set([...kept.keys(), ...learning.map(({ courseId }) => courseId)])]
  const untilMs = facts.nowMs + days * dayMs
  const listed = read
    .select({
      id: courses.id,
      title: courses.title,
      slug: courses.slug,
      mediaBytes: courses.mediaBytes,
      version: courses.contentVersion,
      verified: shapeGroups.verifiedVersion,
    })
    .from(courses)
    .leftJoin(shapeGroups, and(eq(shapeGroups.courseId, courses.id), eq(shapeGroups.groupName, 'course')))
    .where(inArray(courses.id, ids))
    .all()
    .map((course): TravelCourse => {
      const wish = kept.get(course.id)
      const files = wish ? wantedFilesOf(read, course.id, wish.partial) : []
      const here = course.verified !== null
      const missingBytes =
        wish && here
          ? files.reduce((sum, file) => sum + (file.here ? 0 : file.sizeBytes), 0)
          : course.mediaBytes
      const complete = here && files.every((file) => file.here)
      const state = !wish
        ? 'missing'
        : !complete
          ? 'coming'
          : course.version !== course.verified
            ? 'behind'
            : wish.partial
              ? 'parts'
              : 'whole'
      return {
        courseId: course.id,
        title: course.title,
        slug: course.slug,
        state,
        missingBytes,
        ...lessonsToKnow(context, course.id, facts.nowMs, untilMs),
      }
    })
  const missingBytes = listed.reduce((sum, course) => sum + course.missingBytes, 0)
  return {
    untilMs,
    courses: listed.sort((one, other) => one.title.localeCompare(other.title)),
    missingBytes,
    freeBytes: facts.freeBytes,
    fits: facts.roomBytes === null || missingBytes <= facts.roomBytes,
    waiting: facts.waiting,
    lastSuccessAtMs: facts.lastSuccessAtMs,
  }
}

function lessonsToKnow(
  { read }: QueryContext,
  courseId: string,
  nowMs: number,
  untilMs: number,
): Pick<TravelCourse, 'onlineOnly' | 'sessions'> {
  const rows = read
    .select({
      id: lessons.id,
      title: lessons.title,
      type: lessons.type,
      videoUrl: lessons.videoUrl,
      content: lessons.content,
    })
    .from(lessons)
    .where(and(eq(lessons.courseId, courseId), eq(lessons.published, true)))
    .all()
  const onlineOnly: TravelCourse['onlineOnly'] = []
  const sessions: TravelCourse['sessions'] = []
  for (const { id, title, type, videoUrl, content } of rows) {
    const host = videoUrl && mediaSha256(videoUrl) === null ? hostOf(videoUrl) : null
    if (host) onlineOnly.push({ lessonId: id, title, host })
    const session = type === 'LIVE_SESSION' && content ? liveSessionOf(content) : null
    if (session && session.startMs + session.minutes * 60_000 >= nowMs && session.startMs <= untilMs)
      sessions.push({ lessonId: id, title, beginsAtMs: session.startMs })
  }
  return { onlineOnly, sessions: sessions.sort((one, other) => one.beginsAtMs - other.beginsAtMs) }
}

/** "youtube.com"; null for what is no web address. */
function hostOf(url: string): string | null {
  if (!/^https?:/i.test(url) || !URL.canParse(url)) return null
  return new URL(url).hostname.replace(/^www\./, '')
}
