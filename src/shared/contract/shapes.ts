/**
 * The named shapes: the only slices of shared tables a device may ask for. A filter is a conjunction of equalities, so
 * that the shape service indexes it, a cache shares it, and the engine can evaluate it on a row.
 * A value `{ param: 'courseId' }` is filled from the request.
 */
export type ShapeFilterValue = string | boolean | { readonly param: 'courseId' | 'userId' }

/** Who may see a shape. `course-learner`: enrolled, or the course's instructor, or an administrator. */
export type ShapeAudience = 'signed-in' | 'self' | 'course-learner' | 'course-teacher'

export type ShapeGroup = 'doorbell' | 'catalogue' | 'outline' | 'course' | 'teaching'

export interface ShapeDefinition {
  readonly group: ShapeGroup
  readonly table: string
  readonly columns: readonly string[]
  readonly filter: Readonly<Record<string, ShapeFilterValue>>
  readonly audience: ShapeAudience
}

const courseId = { param: 'courseId' } as const
const userId = { param: 'userId' } as const

const moduleColumns = [
  'id',
  'title',
  'description',
  'position',
  'course_id',
  'published',
  'created_at',
  'updated_at',
]
const lessonColumns = [
  'id',
  'title',
  'description',
  'content',
  'position',
  'type',
  'video_url',
  'video_duration',
  'module_id',
  'course_id',
  'published',
  'is_free',
  'created_at',
  'updated_at',
]
const resourceColumns = ['id', 'title', 'type', 'url', 'file_size', 'lesson_id', 'course_id', 'created_at']
const quizColumns = [
  'id',
  'title',
  'description',
  'type',
  'time_limit',
  'passing_score',
  'lesson_id',
  'course_id',
  'shuffle_questions',
  'show_correct_answers',
  'allow_retakes',
  'max_attempts',
  'version_id',
  'created_at',
  'updated_at',
]
/** Without `correct_answer` and `explanation`: the keys of graded quizzes never leave the centre. */
const questionColumns = [
  'id',
  'quiz_id',
  'course_id',
  'quiz_type',
  'text',
  'type',
  'points',
  'options',
  'multiple_answers',
  'created_at',
]
const questionKeyColumns = ['id', 'quiz_id', 'course_id', 'quiz_type', 'correct_answer', 'explanation']
const mediaFileColumns = [
  'id',
  'course_id',
  'lesson_id',
  'sha256',
  'size_bytes',
  'mime_type',
  'name',
  'created_at',
]

export const shapes = {
  /** Rings when something of this person's own changed. The ids say nothing; the pull brings the rows. */
  doorbell: {
    group: 'doorbell',
    table: 'change_feed',
    columns: ['id'],
    filter: { user_id: userId },
    audience: 'self',
  },

  categories: {
    group: 'catalogue',
    table: 'categories',
    columns: [
      'id',
      'name',
      'slug',
      'description',
      'icon',
      'color',
      'parent_id',
      'total_courses',
      'total_students',
      'created_at',
      'updated_at',
    ],
    filter: {},
    audience: 'signed-in',
  },
  courses: {
    group: 'catalogue',
    table: 'courses',
    columns: [
      'id',
      'title',
      'slug',
      'description',
      'short_description',
      'price',
      'discount_price',
      'currency',
      'thumbnail',
      'preview_video',
      'level',
      'duration',
      'language',
      'tags',
      'requirements',
      'objectives',
      'instructor_id',
      'category_id',
      'published',
      'featured',
      'total_students',
      'average_rating',
      'total_reviews',
      'meta_title',
      'meta_description',
      'content_version',
      'media_bytes',
      'created_at',
      'updated_at',
    ],
    filter: { published: true },
    audience: 'signed-in',
  },
  /** Instructor cards: what is public of the people who teach. */
  instructors: {
    group: 'catalogue',
    table: 'users',
    columns: ['id', 'name', 'role', 'bio', 'website', 'avatar'],
    filter: { role: 'INSTRUCTOR' },
    audience: 'signed-in',
  },
  instructorProfiles: {
    group: 'catalogue',
    table: 'instructor_profiles',
    columns: [
      'id',
      'user_id',
      'title',
      'expertise',
      'experience',
      'certifications',
      'total_students',
      'average_rating',
      'total_courses',
      'linked_in',
      'twitter',
      'github',
      'created_at',
      'updated_at',
    ],
    filter: {},
    audience: 'signed-in',
  },
  reviews: {
    group: 'catalogue',
    table: 'reviews',
    columns: ['id', 'user_id', 'course_id', 'rating', 'title', 'comment', 'created_at', 'updated_at'],
    filter: {},
    audience: 'signed-in',
  },
  blogs: {
    group: 'catalogue',
    table: 'blogs',
    columns: [
      'id',
      'author_id',
      'title',
      'slug',
      'excerpt',
      'content',
      'cover',
      'tags',
      'published',
      'published_at',
      'created_at',
      'updated_at',
    ],
    filter: { published: true },
    audience: 'signed-in',
  },
  blogComments: {
    group: 'catalogue',
    table: 'blog_comments',
    columns: ['id', 'blog_id', 'user_id', 'parent_id', 'content', 'created_at', 'updated_at'],
    filter: {},
    audience: 'signed-in',
  },

  modules: {
    group: 'course',
    table: 'modules',
    columns: moduleColumns,
    filter: { course_id: courseId, published: true },
    audience: 'course-learner',
  },
  lessons: {
    group: 'course',
    table: 'lessons',
    columns: lessonColumns,
    filter: { course_id: courseId, published: true },
    audience: 'course-learner',
  },
  resources: {
    group: 'course',
    table: 'resources',
    columns: resourceColumns,
    filter: { course_id: courseId },
    audience: 'course-learner',
  },
  quizzes: {
    group: 'course',
    table: 'quizzes',
    columns: quizColumns,
    filter: { course_id: courseId },
    audience: 'course-learner',
  },
  questions: {
    group: 'course',
    table: 'questions',
    columns: questionColumns,
    filter: { course_id: courseId },
    audience: 'course-learner',
  },
  practiceKeys: {
    group: 'course',
    table: 'questions',
    columns: questionKeyColumns,
    filter: { course_id: courseId, quiz_type: 'PRACTICE' },
    audience: 'course-learner',
  },
  mediaFiles: {
    group: 'course',
    table: 'media_files',
    columns: mediaFileColumns,
    filter: { course_id: courseId },
    audience: 'course-learner',
  },

  /** A course's outline, for people who are deciding: titles and lengths, no content. */
  outlineModules: {
    group: 'outline',
    table: 'modules',
    columns: moduleColumns,
    filter: { course_id: courseId, published: true },
    audience: 'signed-in',
  },
  outlineLessons: {
    group: 'outline',
    table: 'lessons',
    columns: lessonColumns.filter((column) => column !== 'content' && column !== 'video_url'),
    filter: { course_id: courseId, published: true },
    audience: 'signed-in',
  },

  /** What may be read before deciding: the lessons a course gives away, with their text. */
  previewLessons: {
    group: 'outline',
    table: 'lessons',
    columns: lessonColumns,
    filter: { course_id: courseId, published: true, is_free: true },
    audience: 'signed-in',
  },

  /** That there are quizzes, and under which rules; their questions come with the course. */
  outlineQuizzes: {
    group: 'outline',
    table: 'quizzes',
    columns: quizColumns,
    filter: { course_id: courseId },
    audience: 'signed-in',
  },

  teachingModules: {
    group: 'teaching',
    table: 'modules',
    columns: moduleColumns,
    filter: { course_id: courseId },
    audience: 'course-teacher',
  },
  teachingLessons: {
    group: 'teaching',
    table: 'lessons',
    columns: lessonColumns,
    filter: { course_id: courseId },
    audience: 'course-teacher',
  },
  teachingResources: {
    group: 'teaching',
    table: 'resources',
    columns: resourceColumns,
    filter: { course_id: courseId },
    audience: 'course-teacher',
  },
  teachingQuizzes: {
    group: 'teaching',
    table: 'quizzes',
    columns: quizColumns,
    filter: { course_id: courseId },
    audience: 'course-teacher',
  },
  teachingQuestions: {
    group: 'teaching',
    table: 'questions',
    columns: [...questionColumns, 'correct_answer', 'explanation'],
    filter: { course_id: courseId },
    audience: 'course-teacher',
  },
  teachingEnrollments: {
    group: 'teaching',
    table: 'enrollments',
    columns: [
      'id',
      'user_id',
      'course_id',
      'status',
      'progress',
      'last_lesson_id',
      'total_watch_time',
      'enrolled_at',
      'completed_at',
      'last_accessed_at',
    ],
    filter: { course_id: courseId },
    audience: 'course-teacher',
  },
  teachingAttempts: {
    group: 'teaching',
    table: 'quiz_attempts',
    columns: [
      'id',
      'user_id',
      'quiz_id',
      'course_id',
      'score',
      'total_questions',
      'correct_answers',
      'time_spent',
      'passed',
      'started_at',
      'completed_at',
      'submitted_at',
      'graded_at',
      'over_limit',
      'quiz_version',
    ],
    filter: { course_id: courseId },
    audience: 'course-teacher',
  },
} as const satisfies Record<string, ShapeDefinition>

export type ShapeName = keyof typeof shapes
export const shapeNames = Object.keys(shapes) as ShapeName[]

export function isShapeName(name: string): name is ShapeName {
  return Object.hasOwn(shapes, name)
}

/** The shapes of one group, in the order in which they are applied. */
export function shapesOf(group: ShapeGroup): ShapeName[] {
  return shapeNames.filter((name) => shapes[name].group === group)
}

/** A shape's filter with its parameters filled in: column → the value every row of the shape has. */
export function boundFilter(
  name: ShapeName,
  params: { courseId?: string; userId?: string },
): Record<string, string | boolean> {
  const bound: Record<string, string | boolean> = {}
  const filter: Readonly<Record<string, ShapeFilterValue>> = shapes[name].filter
  for (const [column, value] of Object.entries(filter)) {
    if (typeof value !== 'object') bound[column] = value
    else {
      const given = params[value.param]
      if (given === undefined) throw new RangeError(`shape ${name} needs ${value.param}`)
      bound[column] = given
    }
  }
  return bound
}
