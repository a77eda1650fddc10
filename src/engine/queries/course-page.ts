import { and, desc, eq, ne, sql } from 'drizzle-orm'
import { reviews } from '../../../drizzle/schema/sqlite/community.ts'
import { courses } from '../../../drizzle/schema/sqlite/courses.ts'
import { enrollments } from '../../../drizzle/schema/sqlite/learning.ts'
import { instructorProfiles, users } from '../../../drizzle/schema/sqlite/people.ts'
import type { CoursePageView } from '../../shared/contract/catalogue-views.ts'
import { courseCard } from './catalogue.ts'
import { enrollmentView, readOutline } from './outline.ts'
import { deliveryOf, type QueryContext } from './query.ts'

const shownReviews = 50

/** Everything a person needs to decide about a course; null when the catalogue does not have it. */
export function readCoursePage(context: QueryContext, slug: string): CoursePageView | null {
  const { read, userId } = context
  const course = read.select().from(courses).where(eq(courses.slug, slug)).get()
  const card = course && courseCard(context, course.id)
  if (!course || !card) return null
  const profile = read
    .select()
    .from(users)
    .leftJoin(instructorProfiles, eq(instructorProfiles.userId, users.id))
    .where(eq(users.id, course.instructorId))
    .get()
  const teaching = profile?.instructor_profiles
  const outline = readOutline(context, course.id)
  const stars = new Map(
    read
      .select({ rating: reviews.rating, count: sql<number>`count(*)` })
      .from(reviews)
      .where(eq(reviews.courseId, course.id))
      .groupBy(reviews.rating)
      .all()
      .map((row) => [row.rating, row.count]),
  )
  const withStars = (rating: number) => stars.get(rating) ?? 0
  const shares: CoursePageView['ratingDistribution'] = [
    withStars(1),
    withStars(2),
    withStars(3),
    withStars(4),
    withStars(5),
  ]
  const total = shares.reduce((sum, count) => sum + count, 0)
  return {
    course: card,
    description: course.description,
    objectives: course.objectives,
    requirements: course.requirements,
    tags: course.tags,
    updatedAtMs: course.updatedAt,
    instructor: {
      ...card.instructor,
      bio: profile?.users.bio ?? null,
      title: teaching?.title ?? null,
      expertise: teaching?.expertise ?? [],
      experience: teaching?.experience ?? null,
      certifications: teaching?.certifications ?? [],
      links: {
        website: webAddress(profile?.users.website),
        linkedIn: webAddress(teaching?.linkedIn),
        twitter: webAddress(teaching?.twitter),
        github: webAddress(teaching?.github),
      },
      totalCourses: teaching?.totalCourses ?? 0,
      totalStudents: teaching?.totalStudents ?? 0,
    },
    outline,
    lessonCount: outline.reduce((sum, module) => sum + module.lessons.length, 0),
    ...ownReviewOf(context, course),
    rating: {
      average: total === 0 ? 0 : shares.reduce((sum, count, at) => sum + count * (at + 1), 0) / total,
      total,
    },
    reviews: read
      .select({ review: reviews, author: users.name })
      .from(reviews)
      .leftJoin(users, eq(users.id, reviews.userId))
      .where(and(eq(reviews.courseId, course.id), ne(reviews.userId, userId)))
      .orderBy(desc(reviews.createdAt))
      .limit(shownReviews)
      .all()
      .map(({ review, author }) => ({
        id: review.id,
        authorName: author ?? 'A learner',
        rating: review.rating,
        title: review.title,
        comment: review.comment,
        createdAtMs: review.createdAt,
      })),
    ratingDistribution: shares,
    enrollment: enrollmentView(context, course.id),
  }
}

function ownReviewOf(
  { read, userId }: QueryContext,
  course: { id: string; instructorId: string },
): Pick<CoursePageView, 'ownReview' | 'mayReview'> {
  const review = read
    .select()
    .from(reviews)
    .where(and(eq(reviews.userId, userId), eq(reviews.courseId, course.id)))
    .get()
  const joined = read
    .select({ id: enrollments.id })
    .from(enrollments)
    .where(and(eq(enrollments.userId, userId), eq(enrollments.courseId, course.id)))
    .get()
  return {
    mayReview: joined !== undefined && course.instructorId !== userId,
    ownReview: review
      ? {
          id: review.id,
          rating: review.rating,
          title: review.title,
          comment: review.comment,
          createdAtMs: review.createdAt,
          delivery: deliveryOf(read, 'reviews', review.id),
        }
      : null,
  }
}

/** What other programs wrote may be anything: only what leads into the web is a link. */
function webAddress(text: string | null | undefined): string | null {
  return text && /^https?:\/\//i.test(text) && URL.canParse(text) ? text : null
}
