import type pg from 'pg'
import { createId } from '../../src/shared/domain/ids.ts'
import { localDay } from '../../src/shared/domain/local-day.ts'
import { type Achievements, standingOf } from '../../src/shared/domain/standing.ts'
import { type StudyStretch, streakOf, studyDays } from '../../src/shared/domain/streak.ts'
import { readCommitted } from './read-committed.ts'

/** Any constant: one gateway computes at a time, the others have nothing to do. */
const LOCK = 7_241_003
/** People a transaction, so that none is long. */
const PEOPLE_AT_ONCE = 200

/**
 * Computes the standing (points, level, badges, streak, courses completed, time watched) of the people whose achievements
 * moved since the last time (marked by triggers in `standing_changes`, whoever the writer was), with the rules the devices
 * use, and writes profiles whose values differ. A student without a profile gets one.
 *
 * Nothing is missed: a mark commits with the change it stands for, and is taken in the transaction that reads the change.
 * @param nowMs UTC milliseconds: decides which streaks are still alive.
 * @returns how many profiles got new values; 0 when another gateway is at it.
 */
export async function computeStandings(pool: pg.Pool, nowMs: number): Promise<number> {
  let changed = 0
  for (;;) {
    const round = await readCommitted(pool, (client) => compute(client, nowMs))
    changed += round.changed
    if (round.people < PEOPLE_AT_ONCE) return changed
  }
}

async function compute(client: pg.PoolClient, nowMs: number) {
  const lock = await client.query<{ ours: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS ours', [LOCK])
  if (!lock.rows[0]?.ours) return { people: 0, changed: 0 }
  const marked = await client.query<{ user_id: string }>(TAKE_MARKS, [PEOPLE_AT_ONCE])
  const people = marked.rows.map((row) => row.user_id)
  if (people.length === 0) return { people: 0, changed: 0 }
  const [counts, stretches] = [
    await client.query<Counts>(COUNT, [people]),
    await client.query<Stretch>(STRETCHES, [people]),
  ]
  const ofPerson = new Map<string, Stretch[]>()
  for (const stretch of stretches.rows) {
    const known = ofPerson.get(stretch.user_id)
    if (known) known.push(stretch)
    else ofPerson.set(stretch.user_id, [stretch])
  }
  let changed = 0
  for (const of of counts.rows) changed += await write(client, of, ofPerson.get(of.user_id) ?? [], nowMs)
  return { people: people.length, changed }
}

async function write(client: pg.PoolClient, of: Counts, stretches: readonly Stretch[], nowMs: number) {
  const days = studyDays(stretches.map(toStudyStretch))
  const timeZone = stretches.at(-1)?.time_zone ?? 'UTC'
  const streak = streakOf(days, localDay(nowMs, timeZone), nowMs)
  const achieved: Achievements = {
    completedLessons: of.completed_lessons,
    passedQuizzes: of.passed_quizzes,
    completedCourses: of.completed_courses,
    reviews: of.reviews,
    longestStreakDays: streak.longestDays,
    perfectScore: of.perfect_score,
  }
  const standing = standingOf(achieved)
  const written = await client.query(WRITE, [
    createId(),
    of.user_id,
    of.completed_courses,
    of.watched_seconds,
    streak.currentDays,
    streak.longestDays,
    standing.points,
    standing.level,
    standing.badges,
  ])
  return written.rowCount ?? 0
}

interface Counts {
  user_id: string
  completed_lessons: number
  watched_seconds: number
  passed_quizzes: number
  perfect_score: boolean
  completed_courses: number
  reviews: number
}

interface Stretch {
  user_id: string
  day: string
  time_zone: string
  began_at: Date
  ended_at: Date
  seconds: number
}

function toStudyStretch({ day, began_at, ended_at, seconds }: Stretch): StudyStretch {
  return { day, beganAtMs: began_at.getTime(), endedAtMs: ended_at.getTime(), seconds }
}

// The marks of so many people, all of each of them.
const TAKE_MARKS = `
  WITH people AS (SELECT DISTINCT user_id FROM standing_changes ORDER BY user_id LIMIT $1),
       taken AS (DELETE FROM standing_changes c USING people WHERE c.user_id = people.user_id)
  SELECT user_id FROM people`

const COUNT = `
  SELECT u.id AS user_id,
    p.completed AS completed_lessons, least(p.seconds, 2147483647)::integer AS watched_seconds,
    q.passed AS passed_quizzes, q.perfect AS perfect_score,
    (SELECT count(*)::integer FROM enrollments e WHERE e.user_id = u.id AND e.completed_at IS NOT NULL) AS completed_courses,
    (SELECT count(*)::integer FROM question_reviews r WHERE r.user_id = u.id AND NOT r.undone) AS reviews
  FROM users u,
    LATERAL (
      SELECT count(*) FILTER (WHERE completed)::integer AS completed, coalesce(sum(watched_seconds), 0) AS seconds
      FROM progress WHERE user_id = u.id
    ) p,
    LATERAL (
      SELECT count(DISTINCT quiz_id)::integer AS passed, coalesce(bool_or(score = 100), false) AS perfect
      FROM quiz_attempts WHERE user_id = u.id AND passed AND NOT over_limit
    ) q
  WHERE u.id = ANY ($1)`

const STRETCHES = `
  SELECT user_id, day, time_zone, began_at, ended_at, seconds FROM study_sessions
  WHERE user_id = ANY ($1) ORDER BY user_id, began_at, id`

const WRITE = `
  INSERT INTO student_profiles AS known
    (id, user_id, courses_completed, total_watch_time, current_streak, longest_streak, total_points, level, badges)
  SELECT $1, id, $3, $4, $5, $6, $7, $8, $9 FROM users WHERE id = $2
    AND (role = 'STUDENT' OR EXISTS (SELECT 1 FROM student_profiles s WHERE s.user_id = users.id))
  ON CONFLICT (user_id) DO UPDATE SET courses_completed = excluded.courses_completed,
    total_watch_time = excluded.total_watch_time, current_streak = excluded.current_streak,
    longest_streak = excluded.longest_streak, total_points = excluded.total_points, level = excluded.level,
    badges = excluded.badges
  WHERE (known.courses_completed, known.total_watch_time, known.current_streak, known.longest_streak, known.total_points,
      known.level, known.badges)
    IS DISTINCT FROM (excluded.courses_completed, excluded.total_watch_time, excluded.current_streak,
      excluded.longest_streak, excluded.total_points, excluded.level, excluded.badges)`
