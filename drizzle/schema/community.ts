import { sql } from 'drizzle-orm'
import { type AnyPgColumn, boolean, check, index, integer, pgTable, text, unique } from 'drizzle-orm/pg-core'
import { createdAt, id, instant, textList, updatedAt } from './columns.ts'
import { courses } from './courses.ts'
import { users } from './people.ts'

export const reviews = pgTable(
  'reviews',
  {
    id: id(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    courseId: text('course_id')
      .notNull()
      .references(() => courses.id, { onDelete: 'cascade' }),
    /** Stars, 1 to 5. */
    rating: integer('rating').notNull(),
    title: text('title'),
    comment: text('comment').notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    unique('reviews_user_id_course_id_key').on(t.userId, t.courseId),
    check('reviews_rating_check', sql`rating BETWEEN 1 AND 5`),
    index('reviews_user_id_idx').on(t.userId),
    index('reviews_course_id_idx').on(t.courseId),
  ],
)

export const messages = pgTable(
  'messages',
  {
    id: id(),
    senderId: text('sender_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    receiverId: text('receiver_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    courseId: text('course_id').references(() => courses.id, { onDelete: 'set null' }),
    content: text('content').notNull(),
    readAt: instant('read_at'),
    createdAt: createdAt(),
  },
  (t) => [
    index('messages_sender_id_idx').on(t.senderId),
    index('messages_receiver_id_idx').on(t.receiverId),
    index('messages_course_id_idx').on(t.courseId),
  ],
)

export const blogs = pgTable(
  'blogs',
  {
    id: id(),
    authorId: text('author_id')
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' }),
    title: text('title').notNull(),
    slug: text('slug').notNull().unique('blogs_slug_key'),
    excerpt: text('excerpt'),
    /** Markdown. */
    content: text('content').notNull(),
    cover: text('cover'),
    tags: textList('tags'),
    published: boolean('published').notNull().default(false),
    publishedAt: instant('published_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    index('blogs_author_id_idx').on(t.authorId),
    index('blogs_published_published_at_idx').on(t.published, t.publishedAt),
  ],
)

export const blogComments = pgTable(
  'blog_comments',
  {
    id: id(),
    blogId: text('blog_id')
      .notNull()
      .references(() => blogs.id, { onDelete: 'cascade' }),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    // a removed comment leaves the replies of others standing
    parentId: text('parent_id').references((): AnyPgColumn => blogComments.id, { onDelete: 'set null' }),
    content: text('content').notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    index('blog_comments_blog_id_idx').on(t.blogId),
    index('blog_comments_user_id_idx').on(t.userId),
    index('blog_comments_parent_id_idx').on(t.parentId),
  ],
)
