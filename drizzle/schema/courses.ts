import { sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  boolean,
  index,
  integer,
  pgEnum,
  pgTable,
  text,
  uniqueIndex,
  varchar,
} from 'drizzle-orm/pg-core'
import { courseLevels, lessonTypes, resourceTypes } from '../../src/shared/contract/enums.ts'
import { averageRating, bigNumber, createdAt, derivedId, id, money, textList, updatedAt } from './columns.ts'
import { users } from './people.ts'

export const courseLevel = pgEnum('course_level', courseLevels)
export const lessonType = pgEnum('lesson_type', lessonTypes)
export const resourceType = pgEnum('resource_type', resourceTypes)

export const categories = pgTable(
  'categories',
  {
    id: id(),
    name: text('name').notNull().unique('categories_name_key'),
    slug: text('slug').notNull().unique('categories_slug_key'),
    description: text('description'),
    icon: text('icon'),
    /** Hex colour code. */
    color: text('color'),
    parentId: text('parent_id').references((): AnyPgColumn => categories.id, { onDelete: 'set null' }),
    totalCourses: integer('total_courses').notNull().default(0),
    totalStudents: integer('total_students').notNull().default(0),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [index('categories_slug_idx').on(t.slug), index('categories_parent_id_idx').on(t.parentId)],
)

export const courses = pgTable(
  'courses',
  {
    id: id(),
    title: varchar('title', { length: 200 }).notNull(),
    slug: text('slug').notNull().unique('courses_slug_key'),
    description: text('description').notNull(),
    shortDescription: varchar('short_description', { length: 500 }),
    price: money('price').notNull(),
    discountPrice: money('discount_price'),
    currency: text('currency').notNull().default('USD'),
    thumbnail: text('thumbnail'),
    previewVideo: text('preview_video'),
    level: courseLevel('level').notNull().default('BEGINNER'),
    /** Minutes. */
    duration: integer('duration'),
    language: text('language').notNull().default('en'),
    tags: textList('tags'),
    requirements: textList('requirements'),
    objectives: textList('objectives'),
    instructorId: text('instructor_id')
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' }),
    categoryId: text('category_id')
      .notNull()
      .references(() => categories.id, { onDelete: 'restrict' }),
    published: boolean('published').notNull().default(false),
    featured: boolean('featured').notNull().default(false),
    totalStudents: integer('total_students').notNull().default(0),
    averageRating: averageRating(),
    totalReviews: integer('total_reviews').notNull().default(0),
    totalRevenue: money('total_revenue').notNull().default('0'),
    metaTitle: varchar('meta_title', { length: 60 }),
    metaDescription: varchar('meta_description', { length: 160 }),
    /** Moves with every change below the course; kept by triggers. Devices refetch the course's group when it does. */
    contentVersion: bigNumber('content_version').notNull().default(0),
    /** Bytes of all the course's media files; kept by triggers. */
    mediaBytes: bigNumber('media_bytes').notNull().default(0),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    index('courses_published_idx').on(t.published),
    index('courses_featured_idx').on(t.featured),
    index('courses_instructor_id_idx').on(t.instructorId),
    index('courses_category_id_idx').on(t.categoryId),
    index('courses_created_at_idx').on(t.createdAt),
    index('idx_courses_published').on(t.published).where(sql`published = true`),
    index('idx_courses_featured').on(t.featured).where(sql`featured = true`),
    index('idx_courses_search').using('gin', sql`to_tsvector('english', title || ' ' || description)`),
    index('idx_courses_instructor_published').on(t.instructorId, t.published),
    // the catalogue's own order, so that a page of it is read without sorting
    index('courses_catalogue_idx')
      .on(
        t.featured.desc().nullsFirst(),
        t.totalStudents.desc().nullsFirst(),
        t.createdAt.desc().nullsFirst(),
      )
      .where(sql`published = true`),
  ],
)

export const modules = pgTable(
  'modules',
  {
    id: id(),
    title: varchar('title', { length: 200 }).notNull(),
    description: text('description'),
    position: integer('position').notNull(),
    courseId: text('course_id')
      .notNull()
      .references(() => courses.id, { onDelete: 'cascade' }),
    published: boolean('published').notNull().default(false),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    index('modules_course_id_idx').on(t.courseId),
    index('modules_position_idx').on(t.position),
    // makes course_id a key column: a move then waits for children being added, and they for it
    uniqueIndex('modules_course_id_id_key').on(t.courseId, t.id),
  ],
)

export const lessons = pgTable(
  'lessons',
  {
    id: id(),
    title: varchar('title', { length: 200 }).notNull(),
    description: text('description'),
    content: text('content'),
    position: integer('position').notNull(),
    type: lessonType('type').notNull().default('VIDEO'),
    videoUrl: text('video_url'),
    /** Seconds. */
    videoDuration: integer('video_duration'),
    moduleId: text('module_id')
      .notNull()
      .references(() => modules.id, { onDelete: 'cascade' }),
    courseId: derivedId('course_id'),
    published: boolean('published').notNull().default(false),
    isFree: boolean('is_free').notNull().default(false),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    index('lessons_module_id_idx').on(t.moduleId),
    index('lessons_position_idx').on(t.position),
    uniqueIndex('lessons_course_id_id_key').on(t.courseId, t.id),
  ],
)

export const resources = pgTable(
  'resources',
  {
    id: id(),
    title: varchar('title', { length: 200 }).notNull(),
    type: resourceType('type').notNull(),
    url: text('url').notNull(),
    /** Bytes. */
    fileSize: integer('file_size'),
    lessonId: text('lesson_id')
      .notNull()
      .references(() => lessons.id, { onDelete: 'cascade' }),
    courseId: derivedId('course_id'),
    createdAt: createdAt(),
  },
  (t) => [index('resources_lesson_id_idx').on(t.lessonId), index('resources_course_id_idx').on(t.courseId)],
)

/** A file a course needs: content-addressed, so the same bytes are stored and downloaded once per course. */
export const mediaFiles = pgTable(
  'media_files',
  {
    id: id(),
    courseId: text('course_id')
      .notNull()
      .references(() => courses.id, { onDelete: 'cascade' }),
    lessonId: text('lesson_id').references(() => lessons.id, { onDelete: 'set null' }),
    sha256: text('sha256').notNull(),
    sizeBytes: bigNumber('size_bytes').notNull(),
    mimeType: text('mime_type').notNull(),
    name: text('name').notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex('media_files_course_id_sha256_key').on(t.courseId, t.sha256),
    index('media_files_course_id_idx').on(t.courseId),
    index('media_files_lesson_id_idx').on(t.lessonId),
    index('media_files_sha256_idx').on(t.sha256),
  ],
)
