/** The columns of a course's content that its shapes carry. */

export const moduleColumns = [
  'id',
  'title',
  'description',
  'position',
  'course_id',
  'published',
  'created_at',
  'updated_at',
]
export const lessonColumns = [
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
export const resourceColumns = [
  'id',
  'title',
  'type',
  'url',
  'file_size',
  'lesson_id',
  'course_id',
  'created_at',
]
export const quizColumns = [
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
export const questionColumns = [
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
export const questionKeyColumns = ['id', 'quiz_id', 'course_id', 'quiz_type', 'correct_answer', 'explanation']
export const mediaFileColumns = [
  'id',
  'course_id',
  'lesson_id',
  'sha256',
  'size_bytes',
  'mime_type',
  'name',
  'created_at',
]
