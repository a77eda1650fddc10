import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { afterAll, beforeAll, expect, it } from 'vitest'
import * as analytics from '../../drizzle/schema/analytics.ts'
import * as commerce from '../../drizzle/schema/commerce.ts'
import * as community from '../../drizzle/schema/community.ts'
import * as courses from '../../drizzle/schema/courses.ts'
import * as learning from '../../drizzle/schema/learning.ts'
import * as people from '../../drizzle/schema/people.ts'
import * as relations from '../../drizzle/schema/relations.ts'
import type { TestDatabase } from '../../tests/support/postgres.ts'
import { createSmallSchool } from '../../tests/support/small-school.ts'

const schema = {
  ...people,
  ...courses,
  ...learning,
  ...commerce,
  ...community,
  ...analytics,
  ...relations,
}

let school: TestDatabase
beforeAll(async () => {
  school = await createSmallSchool()
})
afterAll(() => school.drop())

it('an enrollment has its percentage as progress, and its rows per lesson as lessonProgress', async () => {
  const enrollment = await drizzle(school.pool, { schema }).query.enrollments.findFirst({
    where: eq(learning.enrollments.id, 'e-ann'),
    with: {
      lessonProgress: { with: { lesson: true } },
      course: { with: { instructor: true, category: true } },
    },
  })
  expect(enrollment?.progress).toBe('0.00')
  expect(enrollment?.lessonProgress.map((row) => [row.id, row.lesson.title])).toEqual([['pr-ann', 'Commit']])
  expect(enrollment?.course.instructor.name).toBe('Ida')
  expect(enrollment?.course.category.name).toBe('Tools')
})

it('a course leads down to the questions of its quizzes', async () => {
  const course = await drizzle(school.pool, { schema }).query.courses.findFirst({
    where: eq(courses.courses.id, 'git'),
    with: { modules: { with: { lessons: { with: { quizzes: { with: { questions: true } } } } } } },
  })
  const questions = course?.modules.flatMap((module) =>
    module.lessons.flatMap((lesson) => lesson.quizzes.flatMap((quiz) => quiz.questions)),
  )
  expect(questions?.map((question) => question.id).sort()).toEqual(['qu-one', 'qu-two'])
})

it('a person has what they did, and messages by side', async () => {
  await school.pool.query(`
    INSERT INTO messages (id, sender_id, receiver_id, content) VALUES ('m1', 'ann', 'ida', 'Hi'), ('m2', 'ida', 'ann', 'Yes?');
    INSERT INTO blogs (id, author_id, title, slug, content) VALUES ('b1', 'ann', 'Day one', 'day-one', 'Text');
    INSERT INTO blog_comments (id, blog_id, user_id, parent_id, content)
    VALUES ('k1', 'b1', 'ida', NULL, 'Nice'), ('k2', 'b1', 'ann', 'k1', 'Thanks')`)
  const ann = await drizzle(school.pool, { schema }).query.users.findFirst({
    where: eq(people.users.id, 'ann'),
    with: {
      studentProfile: true,
      instructorProfile: true,
      sentMessages: true,
      messages: true,
      orders: { with: { items: { with: { course: true } } } },
      attempts: { with: { answers: { with: { question: true } } } },
      blogPosts: { with: { comments: { with: { replies: true } } } },
    },
  })
  expect(ann?.studentProfile?.id).toBe('s-ann')
  expect(ann?.instructorProfile).toBeNull()
  expect([ann?.sentMessages[0]?.id, ann?.messages[0]?.id]).toEqual(['m1', 'm2'])
  expect(ann?.orders[0]?.items[0]?.course.slug).toBe('git')
  expect(ann?.attempts[0]?.answers[0]?.question.id).toBe('qu-one')
  const thread = ann?.blogPosts[0]?.comments.find((comment) => comment.id === 'k1')
  expect(thread?.replies.map((reply) => reply.id)).toEqual(['k2'])
})
