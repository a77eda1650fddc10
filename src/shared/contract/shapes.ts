import { catalogueShapes } from './catalogue-shapes.ts'
import {
  lessonColumns,
  mediaFileColumns,
  moduleColumns,
  questionColumns,
  questionKeyColumns,
  quizColumns,
  resourceColumns,
} from './course-columns.ts'
import {
  courseId,
  type ShapeDefinition,
  type ShapeFilterValue,
  type ShapeGroup,
  userId,
} from './shape-definition.ts'

/** The named shapes: the only slices of shared tables a device may ask for. */
export const shapes = {
  /** Rings when something of this person's own changed. The ids say nothing; the pull brings the rows. */
  doorbell: {
    group: 'doorbell',
    table: 'change_feed',
    columns: ['id'],
    filter: { user_id: userId },
    audience: 'self',
  },

  ...catalogueShapes,

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
