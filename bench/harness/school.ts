import type pg from 'pg'

/** The person whose device is measured: subject of the token, and `users.id`. */
export const learner = 'learner'

export interface CourseSize {
  id: string
  modules: number
  lessonsPerModule: number
  /** Each with ten questions, on the course's first lessons. */
  quizzes: number
}

/** A course of 100,000 lessons of about 1.3 KB: 26 characters of title, 250 of description, 1,024 of content. */
export const largeCourse: CourseSize = {
  id: 'course-large',
  modules: 1000,
  lessonsPerModule: 100,
  quizzes: 0,
}

/** A course as a learner works in it. */
export const smallCourse: CourseSize = { id: 'course-small', modules: 20, lessonsPerModule: 40, quizzes: 40 }

export async function seedPeople(pool: pg.Pool): Promise<void> {
  await pool.query(
    `INSERT INTO users (id, clerk_id, email, name, role) VALUES
       ('teacher', 'teacher', 'teacher@example.org', 'Teacher', 'INSTRUCTOR'),
       ($1, $1, 'learner@example.org', 'Learner', 'STUDENT')`,
    [learner],
  )
  await pool.query(`INSERT INTO categories (id, name, slug) VALUES ('category', 'Tools', 'tools')`)
}

/** Writes a course, and enrolls the learner in it. */
export async function seedCourse(
  query: (text: string, values: unknown[]) => Promise<unknown>,
  course: CourseSize,
): Promise<void> {
  await query(
    `INSERT INTO courses (id, title, slug, description, price, instructor_id, category_id, published)
     VALUES ($1::text, 'Course', $1, 'About', 0, 'teacher', 'category', true)`,
    [course.id],
  )
  await query(
    `INSERT INTO modules (id, title, position, course_id, published)
     SELECT $1 || '-m' || m, 'Module ' || m, m, $1, true FROM generate_series(1, $2::int) m`,
    [course.id, course.modules],
  )
  await query(
    `INSERT INTO lessons (id, title, description, content, position, type, module_id, course_id, published)
     SELECT lessonid, 'Lesson number ' || lpad(n::text, 12, '0'),
            left(repeat(md5('d' || n) || ' what it is about, ', 5), 250),
            left(repeat(md5('c' || n) || E' some text, "quoted", of a lesson\\n', 17), 1024),
            n % $3::int, 'TEXT', $1 || '-m' || (1 + (n - 1) / $3::int), $1, true
     FROM (SELECT n, $1 || '-l' || n AS lessonid FROM generate_series(1, $2::int * $3::int) n) numbered`,
    [course.id, course.modules, course.lessonsPerModule],
  )
  await query(
    `INSERT INTO quizzes (id, title, type, lesson_id, course_id)
     SELECT $1 || '-q' || n, 'Quiz', 'GRADED', $1 || '-l' || n, $1 FROM generate_series(1, $2::int) n`,
    [course.id, course.quizzes],
  )
  await query(
    `INSERT INTO questions (id, quiz_id, course_id, text, options, correct_answer)
     SELECT $1 || '-q' || q || '-' || n, $1 || '-q' || q, $1, 'Which?', '{a,b,c}', 'a'
     FROM generate_series(1, $2::int) q, generate_series(1, 10) n`,
    [course.id, course.quizzes],
  )
  await query(`INSERT INTO enrollments (id, user_id, course_id) VALUES ('enrolled-' || $1::text, $2, $1)`, [
    course.id,
    learner,
  ])
}
