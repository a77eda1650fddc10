import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { boolean, createdAt, id, instant, textList, updatedAt } from './columns.ts'

export const reviews = sqliteTable(
  'reviews',
  {
    id: id(),
    userId: text('user_id').notNull(),
    courseId: text('course_id').notNull(),
    /** Stars, 1 to 5. */
    rating: integer('rating').notNull(),
    title: text('title'),
    comment: text('comment').notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    index('reviews_user_id_course_id_key').on(t.userId, t.courseId),
    index('reviews_course_id_idx').on(t.courseId),
  ],
)

export const messages = sqliteTable(
  'messages',
  {
    id: id(),
    senderId: text('sender_id').notNull(),
    receiverId: text('receiver_id').notNull(),
    courseId: text('course_id'),
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

export const blogs = sqliteTable(
  'blogs',
  {
    id: id(),
    authorId: text('author_id').notNull(),
    title: text('title').notNull(),
    slug: text('slug').notNull(),
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
    index('blogs_slug_idx').on(t.slug),
    index('blogs_published_published_at_idx').on(t.published, t.publishedAt),
  ],
)

export const blogComments = sqliteTable(
  'blog_comments',
  {
    id: id(),
    blogId: text('blog_id').notNull(),
    userId: text('user_id').notNull(),
    // a removed comment leaves the replies of others standing
    parentId: text('parent_id'),
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
