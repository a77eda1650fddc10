import type { CourseDraft } from '../imports/course-draft.ts'
import { stableId } from '../imports/stable-id.ts'
import type { Row } from '../imports/write-rows.ts'
import type { Ago } from './learning-so-far.ts'
import { demoPeople } from './people.ts'

/** What people have said about the courses. */
export function demoReviews(
  courses: Record<'loan' | 'sheets' | 'sound' | 'spanish' | 'water' | 'weather', CourseDraft>,
  ago: Ago,
): Row[] {
  const { loan, sheets, sound, spanish, water, weather } = courses
  const review = (
    user: string,
    of: CourseDraft,
    rating: number,
    daysAgo: number,
    title: string,
    comment: string,
  ): Row => ({
    id: stableId('demo review', user, of.slug),
    user_id: user,
    course_id: of.id,
    rating,
    title,
    comment,
    created_at: ago(daysAgo),
    updated_at: ago(daysAgo),
  })
  return [
    review(
      demoPeople.learner,
      water,
      5,
      20,
      'We drink differently now',
      'The table with the drops of bleach hangs in our kitchen. Clear, short, and it does not frighten you.',
    ),
    review(
      demoPeople.learner,
      loan,
      4,
      2,
      'Slow where it should be',
      'I have signed three loans in my life and never known what I signed. The lesson on the effective rate alone was worth it.',
    ),
    review(
      demoPeople.admin,
      water,
      4,
      33,
      'Good in an emergency',
      'Everything in it can be done with what is in the house. I would have liked more on rainwater.',
    ),
    review(
      demoPeople.admin,
      weather,
      5,
      28,
      'I look up now',
      'Since the lesson on fronts I have left the umbrella at home eleven times, and was wrong once.',
    ),
    review(
      demoPeople.admin,
      sheets,
      4,
      25,
      'Solid',
      'The chapter on finding mistakes first should be read aloud in every office.',
    ),
    review(
      demoPeople.admin,
      spanish,
      5,
      18,
      '«Me pone un cortado»',
      'Short sentences, real ones. I used the second lesson the same afternoon.',
    ),
    review(
      demoPeople.admin,
      sound,
      4,
      11,
      'The sock works',
      'Recorded the frogs behind the school. My only wish is a lesson on voices.',
    ),
  ]
}
