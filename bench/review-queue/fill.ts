import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { openDatabase } from '../../src/engine/db/open-database.ts'
import { type DeviceInput, databaseFile } from '../harness/device.ts'

const questionsPerQuiz = 50
const quizzesPerCourse = 20
const dayMs = 86_400_000
/** How long after one review the next one came. Days. */
const pausesDays = [1, 3, 7, 16, 35, 80]

/**
 * Writes a device's database as years of learning would have left it: practice questions that were all answered in a
 * quiz once and reviewed up to six times since. Straight into SQLite; when they come back is still to be computed.
 * @returns how many reviews there are.
 */
export function fillWithQuestions(input: DeviceInput, questionCount: number, nowMs: number): number {
  const path = databaseFile(input)
  mkdirSync(dirname(path), { recursive: true })
  const sqlite = openDatabase(path)
  sqlite.pragma('synchronous = OFF')
  let reviews = 0
  sqlite.transaction(() => {
    sqlite
      .prepare('INSERT INTO users (id, name, role) VALUES (?, ?, ?)')
      .run(input.userId, 'Learner', 'STUDENT')
    const course = sqlite.prepare(
      `INSERT INTO courses (id, title, slug, description, price, instructor_id, category_id, published, created_at, updated_at)
       VALUES (?, ?, ?, '', '0', 'teacher', 'tools', 1, 1, 1)`,
    )
    const enrollment = sqlite.prepare(
      'INSERT INTO enrollments (id, user_id, course_id, enrolled_at, last_accessed_at) VALUES (?, ?, ?, 1, 1)',
    )
    const lesson = sqlite.prepare(
      `INSERT INTO lessons (id, title, position, type, module_id, course_id, published, created_at, updated_at)
       VALUES (?, ?, 0, 'QUIZ', 'module', ?, 1, 1, 1)`,
    )
    const quiz = sqlite.prepare(
      'INSERT INTO quizzes (id, title, lesson_id, course_id, created_at, updated_at) VALUES (?, ?, ?, ?, 1, 1)',
    )
    const attempt = sqlite.prepare(
      `INSERT INTO quiz_attempts (id, user_id, quiz_id, course_id, started_at, submitted_at, graded_at)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    )
    const question = sqlite.prepare(
      `INSERT INTO questions (id, quiz_id, course_id, quiz_type, text, options, correct_answer, explanation)
       VALUES (?, ?, ?, 'PRACTICE', ?, '["red","green","blue","none of these"]', 'green', 'As the lesson says.')`,
    )
    const answer = sqlite.prepare(
      `INSERT INTO answers (id, attempt_id, question_id, user_id, selected_answer, is_correct, graded_at)
       VALUES (?, ?, ?, ?, 'green', ?, ?)`,
    )
    const review = sqlite.prepare(
      `INSERT INTO question_reviews (id, user_id, question_id, course_id, rating, reviewed_at, time_zone, elapsed_ms)
       VALUES (?, ?, ?, ?, ?, ?, 'UTC', 4000)`,
    )
    for (let at = 0; at < questionCount; at++) {
      const quizAt = Math.floor(at / questionsPerQuiz)
      const courseId = `c${Math.floor(quizAt / quizzesPerCourse)}`
      let atMs = nowMs - (5 + (at % 300)) * dayMs
      if (at % (questionsPerQuiz * quizzesPerCourse) === 0) {
        course.run(courseId, `Course ${courseId}`, courseId)
        enrollment.run(`e-${courseId}`, input.userId, courseId)
      }
      if (at % questionsPerQuiz === 0) {
        lesson.run(`l${quizAt}`, `Lesson ${quizAt}`, courseId)
        quiz.run(`q${quizAt}`, `Quiz ${quizAt}`, `l${quizAt}`, courseId)
        attempt.run(`a${quizAt}`, input.userId, `q${quizAt}`, courseId, atMs, atMs, atMs)
      }
      question.run(`k${at}`, `q${quizAt}`, courseId, `Which colour has number ${at}?`)
      answer.run(`w${at}`, `a${quizAt}`, `k${at}`, input.userId, at % 3 === 0 ? 0 : 1, atMs)
      for (const [turn, pauseDays] of pausesDays.slice(0, at % 7).entries()) {
        atMs += pauseDays * dayMs
        if (atMs >= nowMs) break
        review.run(`r${at}-${turn}`, input.userId, `k${at}`, courseId, (at + turn) % 5 === 0 ? 1 : 3, atMs)
        reviews += 1
      }
    }
  })()
  sqlite.close()
  return reviews
}
