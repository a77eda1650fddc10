import { relations } from 'drizzle-orm'
import { courseAnalytics } from './analytics.ts'
import { cart, coupons, orderItems, orders, wishlist } from './commerce.ts'
import { blogComments, blogs, messages, reviews } from './community.ts'
import { categories, courses, lessons, mediaFiles, modules, resources } from './courses.ts'
import { answers, enrollments, notes, progress, questions, quizAttempts, quizzes } from './learning.ts'
import { instructorProfiles, studentProfiles, users } from './people.ts'

export const usersRelations = relations(users, ({ one, many }) => ({
  instructorProfile: one(instructorProfiles),
  studentProfile: one(studentProfiles),
  courses: many(courses, { relationName: 'InstructorCourses' }),
  enrollments: many(enrollments),
  attempts: many(quizAttempts),
  orders: many(orders),
  cart: many(cart),
  wishlist: many(wishlist),
  reviews: many(reviews),
  notes: many(notes),
  sentMessages: many(messages, { relationName: 'MessageSender' }),
  messages: many(messages, { relationName: 'MessageReceiver' }),
  blogPosts: many(blogs, { relationName: 'BlogAuthor' }),
  blogComments: many(blogComments),
}))

export const instructorProfilesRelations = relations(instructorProfiles, ({ one }) => ({
  user: one(users, { fields: [instructorProfiles.userId], references: [users.id] }),
}))

export const studentProfilesRelations = relations(studentProfiles, ({ one }) => ({
  user: one(users, { fields: [studentProfiles.userId], references: [users.id] }),
}))

export const categoriesRelations = relations(categories, ({ one, many }) => ({
  parent: one(categories, {
    relationName: 'CategoryHierarchy',
    fields: [categories.parentId],
    references: [categories.id],
  }),
  children: many(categories, { relationName: 'CategoryHierarchy' }),
  courses: many(courses),
}))

export const coursesRelations = relations(courses, ({ one, many }) => ({
  instructor: one(users, {
    relationName: 'InstructorCourses',
    fields: [courses.instructorId],
    references: [users.id],
  }),
  category: one(categories, { fields: [courses.categoryId], references: [categories.id] }),
  modules: many(modules),
  mediaFiles: many(mediaFiles),
  enrollments: many(enrollments),
  reviews: many(reviews),
  cart: many(cart),
  wishlist: many(wishlist),
  orderItems: many(orderItems),
  analytics: many(courseAnalytics),
}))

export const modulesRelations = relations(modules, ({ one, many }) => ({
  course: one(courses, { fields: [modules.courseId], references: [courses.id] }),
  lessons: many(lessons),
}))

export const lessonsRelations = relations(lessons, ({ one, many }) => ({
  module: one(modules, { fields: [lessons.moduleId], references: [modules.id] }),
  resources: many(resources),
  quizzes: many(quizzes),
  progress: many(progress),
  notes: many(notes),
}))

export const resourcesRelations = relations(resources, ({ one }) => ({
  lesson: one(lessons, { fields: [resources.lessonId], references: [lessons.id] }),
}))

export const mediaFilesRelations = relations(mediaFiles, ({ one }) => ({
  course: one(courses, { fields: [mediaFiles.courseId], references: [courses.id] }),
}))

export const enrollmentsRelations = relations(enrollments, ({ one, many }) => ({
  user: one(users, { fields: [enrollments.userId], references: [users.id] }),
  course: one(courses, { fields: [enrollments.courseId], references: [courses.id] }),
  // `progress` is the percentage column, so the rows per lesson go by another name
  lessonProgress: many(progress),
  notes: many(notes),
}))

export const progressRelations = relations(progress, ({ one }) => ({
  enrollment: one(enrollments, { fields: [progress.enrollmentId], references: [enrollments.id] }),
  lesson: one(lessons, { fields: [progress.lessonId], references: [lessons.id] }),
}))

export const notesRelations = relations(notes, ({ one }) => ({
  user: one(users, { fields: [notes.userId], references: [users.id] }),
  lesson: one(lessons, { fields: [notes.lessonId], references: [lessons.id] }),
  enrollment: one(enrollments, { fields: [notes.enrollmentId], references: [enrollments.id] }),
}))

export const quizzesRelations = relations(quizzes, ({ one, many }) => ({
  lesson: one(lessons, { fields: [quizzes.lessonId], references: [lessons.id] }),
  questions: many(questions),
  attempts: many(quizAttempts),
}))

export const questionsRelations = relations(questions, ({ one, many }) => ({
  quiz: one(quizzes, { fields: [questions.quizId], references: [quizzes.id] }),
  answers: many(answers),
}))

export const quizAttemptsRelations = relations(quizAttempts, ({ one, many }) => ({
  user: one(users, { fields: [quizAttempts.userId], references: [users.id] }),
  quiz: one(quizzes, { fields: [quizAttempts.quizId], references: [quizzes.id] }),
  answers: many(answers),
}))

export const answersRelations = relations(answers, ({ one }) => ({
  attempt: one(quizAttempts, { fields: [answers.attemptId], references: [quizAttempts.id] }),
  question: one(questions, { fields: [answers.questionId], references: [questions.id] }),
}))

export const cartRelations = relations(cart, ({ one }) => ({
  user: one(users, { fields: [cart.userId], references: [users.id] }),
  course: one(courses, { fields: [cart.courseId], references: [courses.id] }),
}))

export const wishlistRelations = relations(wishlist, ({ one }) => ({
  user: one(users, { fields: [wishlist.userId], references: [users.id] }),
  course: one(courses, { fields: [wishlist.courseId], references: [courses.id] }),
}))

export const couponsRelations = relations(coupons, ({ many }) => ({ orders: many(orders) }))

export const ordersRelations = relations(orders, ({ one, many }) => ({
  user: one(users, { fields: [orders.userId], references: [users.id] }),
  coupon: one(coupons, { fields: [orders.couponId], references: [coupons.id] }),
  items: many(orderItems),
}))

export const orderItemsRelations = relations(orderItems, ({ one }) => ({
  order: one(orders, { fields: [orderItems.orderId], references: [orders.id] }),
  course: one(courses, { fields: [orderItems.courseId], references: [courses.id] }),
}))

export const reviewsRelations = relations(reviews, ({ one }) => ({
  user: one(users, { fields: [reviews.userId], references: [users.id] }),
  course: one(courses, { fields: [reviews.courseId], references: [courses.id] }),
}))

export const messagesRelations = relations(messages, ({ one }) => ({
  sender: one(users, {
    relationName: 'MessageSender',
    fields: [messages.senderId],
    references: [users.id],
  }),
  receiver: one(users, {
    relationName: 'MessageReceiver',
    fields: [messages.receiverId],
    references: [users.id],
  }),
  course: one(courses, { fields: [messages.courseId], references: [courses.id] }),
}))

export const blogsRelations = relations(blogs, ({ one, many }) => ({
  author: one(users, { relationName: 'BlogAuthor', fields: [blogs.authorId], references: [users.id] }),
  comments: many(blogComments),
}))

export const blogCommentsRelations = relations(blogComments, ({ one, many }) => ({
  blog: one(blogs, { fields: [blogComments.blogId], references: [blogs.id] }),
  user: one(users, { fields: [blogComments.userId], references: [users.id] }),
  parent: one(blogComments, {
    relationName: 'CommentThread',
    fields: [blogComments.parentId],
    references: [blogComments.id],
  }),
  replies: many(blogComments, { relationName: 'CommentThread' }),
}))

export const courseAnalyticsRelations = relations(courseAnalytics, ({ one }) => ({
  course: one(courses, { fields: [courseAnalytics.courseId], references: [courses.id] }),
}))
