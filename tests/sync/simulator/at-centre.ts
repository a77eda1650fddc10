import type pg from 'pg'

/** Whatever answers questions about the centre's database. */
export interface Books {
  rows<T extends pg.QueryResultRow>(sql: string, values?: unknown[]): Promise<T[]>
}

export interface Refusal {
  id: string
  client: string
  number: number
  mutation: string
  args: Record<string, unknown>
  resolved: boolean
}

export interface Conflict {
  id: string
  table: string
  rowId: string
  field: string
  /** Base and both sides. */
  text: string
  /** What was changed to what, by the edit that met another. */
  edit: string
  resolved: boolean
}

/** What the centre holds of one person. */
export interface PersonAtCentre {
  notes: Map<string, string>
  /** Texts that notes had when they were deleted. */
  deletedNotes: Map<string, string>
  /** By lesson. */
  progress: Map<string, { seconds: number; completed: boolean }>
  attempts: Map<string, { submitted: boolean; quiz: string }>
  /** By attempt and question: `attempt/question`. */
  answers: Map<string, string>
  /** The last lesson, by course. */
  enrollments: Map<string, string | null>
  /** Whether each was taken back. */
  reviews: Map<string, boolean>
  /** What they say of courses, by course. */
  courseReviews: Map<string, string>
  /** Seconds of each stretch of study. */
  studied: Map<string, number>
  /** What was looked at. */
  events: Set<string>
  profile: { bio: string | null; learningGoals: string[]; title: string | null }
  refusals: Refusal[]
  /** The payloads of all refusals, as one text. */
  refused: string
  conflicts: Conflict[]
  /** The number the centre has applied or refused last, by device. */
  clients: Map<string, number>
}

/** Where something stands: in which course or module, and right behind what. */
export interface Place {
  course: string
  parent: string
  behind: string | null
}

/** What the centre holds of the courses. */
export interface SchoolAtCentre {
  /** Everything the courses say, as one text. */
  says: string
  modules: Map<string, Place>
  lessons: Map<string, Place>
  lessonOfQuiz: Map<string, string>
}

export async function readPerson(centre: Books, person: string): Promise<PersonAtCentre> {
  const rows = <T extends pg.QueryResultRow>(sql: string) => centre.rows<T>(sql, [person])
  const notes = await rows<{ id: string; content: string }>(
    'SELECT id, content FROM notes WHERE user_id = $1',
  )
  const deleted = await rows<{ id: string; content: string }>(
    'SELECT id, content FROM deleted_notes WHERE user_id = $1',
  )
  const progress = await rows<{ lesson_id: string; seconds: number; completed: boolean }>(
    'SELECT lesson_id, watched_seconds AS seconds, completed FROM progress WHERE user_id = $1',
  )
  const attempts = await rows<{ id: string; quiz: string; submitted: boolean }>(
    'SELECT id, quiz_id AS quiz, submitted_at IS NOT NULL AS submitted FROM quiz_attempts WHERE user_id = $1',
  )
  const answers = await rows<{ key: string; text: string }>(
    `SELECT attempt_id || '/' || question_id AS key, selected_answer AS text FROM answers WHERE user_id = $1`,
  )
  const enrollments = await rows<{ course: string; lesson: string | null }>(
    'SELECT course_id AS course, last_lesson_id AS lesson FROM enrollments WHERE user_id = $1',
  )
  const reviews = await rows<{ id: string; undone: boolean }>(
    'SELECT id, undone FROM question_reviews WHERE user_id = $1',
  )
  const courseReviews = await rows<{ course: string; text: string }>(
    `SELECT course_id AS course, concat_ws(E'\\n', title, comment) AS text FROM reviews WHERE user_id = $1`,
  )
  const studied = await rows<{ id: string; seconds: number }>(
    'SELECT id, seconds FROM study_sessions WHERE user_id = $1',
  )
  const events = await rows<{ id: string }>('SELECT id FROM analytics_events WHERE user_id = $1')
  const [profile] = await rows<{ bio: string | null; goals: string[] | null; title: string | null }>(
    `SELECT u.bio, p.learning_goals AS goals, i.title FROM users u
     LEFT JOIN student_profiles p ON p.user_id = u.id LEFT JOIN instructor_profiles i ON i.user_id = u.id WHERE u.id = $1`,
  )
  const refusals = await rows<{
    id: string
    client: string
    number: string
    mutation: string
    payload: { args: Record<string, unknown> }
    resolved: boolean
  }>(
    `SELECT id, client_id AS client, number, mutation, payload, resolved_at IS NOT NULL AS resolved
     FROM sync_rejections WHERE user_id = $1`,
  )
  const conflicts = await rows<Conflict>(
    `SELECT id, table_name AS "table", row_id AS "rowId", field, concat_ws(E'\\n', base, mine, theirs) AS text,
       concat_ws(' → ', base, mine) AS edit, resolved_at IS NOT NULL AS resolved FROM sync_conflicts WHERE user_id = $1`,
  )
  const clients = await rows<{ id: string; last: string }>(
    'SELECT id, last_mutation AS last FROM sync_clients WHERE user_id = $1',
  )
  return {
    notes: new Map(notes.map((row) => [row.id, row.content])),
    deletedNotes: new Map(deleted.map((row) => [row.id, row.content])),
    progress: new Map(progress.map(({ lesson_id, ...rest }) => [lesson_id, rest])),
    attempts: new Map(attempts.map(({ id, ...rest }) => [id, rest])),
    answers: new Map(answers.map((row) => [row.key, row.text])),
    enrollments: new Map(enrollments.map((row) => [row.course, row.lesson])),
    reviews: new Map(reviews.map((row) => [row.id, row.undone])),
    courseReviews: new Map(courseReviews.map((row) => [row.course, row.text])),
    studied: new Map(studied.map((row) => [row.id, row.seconds])),
    events: new Set(events.map((row) => row.id)),
    profile: {
      bio: profile?.bio ?? null,
      learningGoals: profile?.goals ?? [],
      title: profile?.title ?? null,
    },
    refusals: refusals.map(({ payload, number, ...rest }) => ({
      ...rest,
      number: Number(number),
      args: payload.args,
    })),
    refused: JSON.stringify(refusals.map((row) => row.payload)),
    conflicts,
    clients: new Map(clients.map((row) => [row.id, Number(row.last)])),
  }
}

export async function readSchool(centre: Books): Promise<SchoolAtCentre> {
  const texts = await centre.rows<{ text: string }>(
    `SELECT concat_ws(E'\\n', title, short_description, description) AS text FROM courses
     UNION ALL SELECT title FROM modules UNION ALL SELECT concat_ws(E'\\n', title, description, content) FROM lessons`,
  )
  type Row = Place & { id: string }
  const modules = await centre.rows<Row>(
    `SELECT id, course_id AS course, course_id AS parent,
       lag(id) OVER (PARTITION BY course_id ORDER BY position, id COLLATE "C") AS behind FROM modules`,
  )
  const lessons = await centre.rows<Row>(
    `SELECT id, course_id AS course, module_id AS parent,
       lag(id) OVER (PARTITION BY module_id ORDER BY position, id COLLATE "C") AS behind FROM lessons`,
  )
  const quizzes = await centre.rows<{ id: string; lesson: string }>(
    'SELECT id, lesson_id AS lesson FROM quizzes',
  )
  const places = (rows: readonly Row[]) => new Map(rows.map(({ id, ...place }) => [id, place]))
  return {
    says: texts.map((row) => row.text).join('\n'),
    modules: places(modules),
    lessons: places(lessons),
    lessonOfQuiz: new Map(quizzes.map((row) => [row.id, row.lesson])),
  }
}
