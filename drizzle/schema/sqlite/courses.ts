import { sql } from 'drizzle-orm'
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { courseLevels, lessonTypes, resourceTypes } from '../../../src/shared/contract/enums.ts'
import {
  averageRating,
  bigNumber,
  boolean,
  createdAt,
  derivedId,
  id,
  money,
  textList,
  updatedAt,
} from './columns.ts'

export const categories = sqliteTable(
  'categories',
  {
    id: id(),
    name: text('name').notNull(),
    slug: text('slug').notNull(),
    description: text('description'),
    icon: text('icon'),
    /** Hex colour code. */
    color: text('color'),
    parentId: text('parent_id'),
    totalCourses: integer('total_courses').notNull().default(0),
    totalStudents: integer('total_students').notNull().default(0),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [index('categories_slug_idx').on(t.slug), index('categories_parent_id_idx').on(t.parentId)],
)

export const courses = sqliteTable(
  'courses',
  {
    id: id(),
    title: text('title', { length: 200 }).notNull(),
    slug: text('slug').notNull(),
    description: text('description').notNull(),
    shortDescription: text('short_description', { length: 500 }),
    price: money('price').notNull(),
    discountPrice: money('discount_price'),
    currency: text('currency').notNull().default('USD'),
    thumbnail: text('thumbnail'),
    previewVideo: text('preview_video'),
    level: text('level', { enum: courseLevels }).notNull().default('BEGINNER'),
    /** Minutes. */
    duration: integer('duration'),
    language: text('language').notNull().default('en'),
    tags: textList('tags'),
    requirements: textList('requirements'),
    objectives: textList('objectives'),
    instructorId: text('instructor_id').notNull(),
    categoryId: text('category_id').notNull(),
    published: boolean('published').notNull().default(false),
    featured: boolean('featured').notNull().default(false),
    totalStudents: integer('total_students').notNull().default(0),
    averageRating: averageRating(),
    totalReviews: integer('total_reviews').notNull().default(0),
    totalRevenue: money('total_revenue'),
    metaTitle: text('meta_title', { length: 60 }),
    metaDescription: text('meta_description', { length: 160 }),
    /** Moves with every change below the course; kept by triggers. Devices refetch the course's group when it does. */
    contentVersion: bigNumber('content_version').notNull().default(0),
    /** Bytes of all the course's media files; kept by triggers. */
    mediaBytes: bigNumber('media_bytes').notNull().default(0),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    index('courses_catalogue_idx').on(t.published, t.featured, t.totalStudents, t.createdAt),
    // The catalogue's other orders; rows that are equal in them come by their row number, which every index ends with.
    index('courses_newest_idx').on(t.published, t.createdAt),
    index('courses_rating_idx').on(t.published, t.averageRating, t.totalReviews),
    index('courses_title_idx').on(t.published, sql`${t.title} COLLATE NOCASE`),
    // What filters ask for: how many match is counted in it, without the courses themselves.
    index('courses_filters_idx').on(
      t.published,
      t.categoryId,
      t.level,
      t.language,
      t.averageRating,
      t.discountPrice,
      t.price,
    ),
    index('courses_instructor_id_idx').on(t.instructorId),
    index('courses_slug_idx').on(t.slug),
  ],
)

export const modules = sqliteTable(
  'modules',
  {
    id: id(),
    title: text('title', { length: 200 }).notNull(),
    description: text('description'),
    position: integer('position').notNull(),
    courseId: text('course_id').notNull(),
    published: boolean('published').notNull().default(false),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [index('modules_course_id_position_idx').on(t.courseId, t.position)],
)

export const lessons = sqliteTable(
  'lessons',
  {
    id: id(),
    title: text('title', { length: 200 }).notNull(),
    description: text('description'),
    content: text('content'),
    position: integer('position').notNull(),
    type: text('type', { enum: lessonTypes }).notNull().default('VIDEO'),
    videoUrl: text('video_url'),
    /** Seconds. */
    videoDuration: integer('video_duration'),
    moduleId: text('module_id').notNull(),
    courseId: derivedId('course_id'),
    published: boolean('published').notNull().default(false),
    isFree: boolean('is_free').notNull().default(false),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    // With `published`: how many lessons a course has is counted in it, without the lessons themselves.
    index('lessons_module_id_position_idx').on(t.moduleId, t.position, t.published),
    index('lessons_course_id_idx').on(t.courseId),
  ],
)

export const resources = sqliteTable(
  'resources',
  {
    id: id(),
    title: text('title', { length: 200 }).notNull(),
    type: text('type', { enum: resourceTypes }).notNull(),
    url: text('url').notNull(),
    /** Bytes. */
    fileSize: integer('file_size'),
    lessonId: text('lesson_id').notNull(),
    courseId: derivedId('course_id'),
    createdAt: createdAt(),
  },
  (t) => [index('resources_lesson_id_idx').on(t.lessonId), index('resources_course_id_idx').on(t.courseId)],
)

/** A file a course needs: content-addressed, so the same bytes are stored and downloaded once per course. */
export const mediaFiles = sqliteTable(
  'media_files',
  {
    id: id(),
    courseId: text('course_id').notNull(),
    lessonId: text('lesson_id'),
    sha256: text('sha256').notNull(),
    sizeBytes: bigNumber('size_bytes').notNull(),
    mimeType: text('mime_type').notNull(),
    name: text('name').notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    index('media_files_course_id_sha256_key').on(t.courseId, t.sha256),
    index('media_files_lesson_id_idx').on(t.lessonId),
    index('media_files_sha256_idx').on(t.sha256),
  ],
)
