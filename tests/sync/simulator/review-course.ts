import { type Doing, line, pickId, take } from './doing.ts'
import { marksIn } from './taken.ts'

/** What somebody says of a course they ever joined, changes of it, or takes back. @returns what, in words. */
export function reviewCourse(doing: Doing): string {
  const { device, dice, step } = doing
  const course = pickId(
    doing,
    `SELECT course_id AS id FROM enrollments WHERE user_id = ?
     AND course_id NOT IN (SELECT id FROM courses WHERE instructor_id = ?) ORDER BY course_id`,
    device.person,
    device.person,
  )
  if (!course) return 'has no course to speak of'
  const [present] = device.rows(
    'SELECT id, rating, title, comment FROM reviews WHERE user_id = ? AND course_id = ?',
    device.person,
    course,
  )
  const seen = present && {
    rating: Number(present.rating),
    title: present.title === null ? null : String(present.title),
    comment: String(present.comment),
  }
  if (seen && dice.chance(0.25)) {
    const removes = marksIn(`${seen.title} ${seen.comment}`)
    take(doing, 'reviews.delete', { reviewId: String(present.id), courseId: course, base: seen }, removes)
    return `took back what they said of ${course}`
  }
  const fresh = line(doing, '').slice(0, 9000)
  const title = dice.chance(0.4) ? line(doing, 't').slice(0, 100) : (seen?.title ?? null)
  const comment = dice.chance(0.7) ? fresh : (seen?.comment ?? '')
  const review = {
    reviewId: present ? String(present.id) : `review-of-${step.id}`,
    courseId: course,
    rating: 1 + dice.below(5),
    title,
    comment,
    base: seen ?? null,
  }
  const left = new Set(marksIn(`${title} ${comment}`))
  const removes = marksIn(`${seen?.title} ${seen?.comment}`).filter((mark) => !left.has(mark))
  take(doing, 'reviews.write', review, removes)
  return `said something of ${course}`
}
