import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { UserRole } from '../../src/shared/contract/enums.ts'
import { type MutationName, mutationArgs } from '../../src/shared/contract/mutations.ts'
import { contractVersion, type WireMutation } from '../../src/shared/contract/wire.ts'
import { createId } from '../../src/shared/domain/ids.ts'
import type { TestDatabase } from '../../tests/support/postgres.ts'
import { createSmallSchool, inTransaction } from '../../tests/support/small-school.ts'
import { applyBatch } from './apply-batch.ts'

let school: TestDatabase
beforeAll(async () => {
  school = await createSmallSchool()
  await school.pool.query(`INSERT INTO users (id, clerk_id, email, name, role) VALUES
    ('adm', 'k-adm', 'adm@school.test', 'Adm', 'ADMIN')`)
  await school.pool.query(`UPDATE courses SET price = 0`)
  await school.pool.query(`INSERT INTO sync_rejections (id, user_id, client_id, number, mutation, code, reason, payload)
    VALUES ('rej-ann', 'ann', 'laptop-ann', 1, 'notes.edit', 'not-found', 'Gone.', '{}')`)
  await school.pool.query(`INSERT INTO sync_conflicts (id, user_id, table_name, row_id, field, base, mine, theirs)
    VALUES ('con-ann', 'ann', 'notes', 'n-ann', 'content', 'a', 'b', 'c')`)
  await school.pool.query(`INSERT INTO question_reviews
    (id, user_id, question_id, course_id, rating, reviewed_at, time_zone, elapsed_ms)
    VALUES ('rev-ann', 'ann', 'qu-one', 'git', 2, now(), 'UTC', 1)`)
  await school.pool.query(`INSERT INTO reviews (id, user_id, course_id, rating, comment)
    VALUES ('cr-ann', 'ann', 'git', 4, 'Good')`)
  await school.pool.query(`INSERT INTO study_sessions (id, user_id, day, time_zone, began_at, ended_at, seconds)
    VALUES ('st-ann', 'ann', '2026-01-01', 'UTC', now(), now(), 1)`)
  await school.pool.query(`UPDATE student_profiles SET id = 'sp-ann' WHERE user_id = 'ann'`)
  await school.pool.query(`INSERT INTO analytics_events (id, user_id, session_id, event, properties)
    VALUES ('ev-ann', 'ann', 's', 'lesson_viewed', '{}')`)
  await school.pool.query(`UPDATE modules SET published = true`)
  await school.pool.query(`UPDATE lessons SET published = true`)
})
afterAll(() => school.drop())

const roles: Record<string, UserRole> = {
  ann: 'STUDENT',
  ben: 'STUDENT',
  ida: 'INSTRUCTOR',
  adm: 'ADMIN',
}

async function push(
  userId: string,
  mutations: Omit<WireMutation, 'madeAtMs' | 'number'>[],
  clientId = createId(),
) {
  const numbered = mutations.map((mutation, index) => ({
    number: index + 1,
    madeAtMs: Date.now(),
    ...mutation,
  }))
  const answer = await applyBatch(
    school.pool,
    { userId, role: roles[userId] ?? 'STUDENT' },
    { clientId, contractVersion, mutations: numbered },
  )
  return { ...answer, codes: answer.rejected.map((refusal) => refusal.code) }
}

async function rows(sql: string, ...values: unknown[]) {
  return (await school.pool.query(sql, values)).rows
}

describe('who may do what', () => {
  const seen = { rating: 4, title: null, comment: 'Good' }
  // Everything below names rows of ann, who learns git: her enrollment, progress, note, attempt.
  const attempts: Record<
    Exclude<MutationName, `studio.${string}` | 'profile.editTeaching'>,
    { args: unknown; mine: string; others: string }
  > = {
    'enrollment.enroll': {
      args: { enrollmentId: 'e-ann', courseId: 'sql' },
      mine: 'already-exists', // her id, but for another course
      others: 'already-exists',
    },
    'enrollment.visit': { args: { courseId: 'git', lessonId: 'l-merge' }, mine: 'done', others: 'forbidden' },
    'progress.record': {
      args: { progressId: 'pr-ann', lessonId: 'l-commit', watchedSeconds: 5 },
      mine: 'done',
      others: 'forbidden',
    },
    'progress.complete': {
      args: { progressId: 'pr-ann', lessonId: 'l-commit', completedAtMs: 1 },
      mine: 'done',
      others: 'forbidden',
    },
    'notes.create': {
      args: { noteId: 'n-ann', lessonId: 'l-commit', content: 'again', videoSecond: null },
      mine: 'done',
      others: 'already-exists or forbidden',
    },
    'notes.edit': {
      args: { noteId: 'n-ann', baseContent: 'Remember', content: 'Remember well' },
      mine: 'done',
      others: 'not-found',
    },
    'quiz.start': {
      args: { attemptId: 'at-ann', quizId: 'q-commit', startedAtMs: 1 },
      mine: 'done',
      others: 'already-exists or forbidden',
    },
    'quiz.answer': {
      args: { attemptId: 'at-ann', answerId: 'an-one', questionId: 'qu-one', selectedAnswer: 'b' },
      mine: 'done',
      others: 'not-found',
    },
    'quiz.submit': {
      args: { attemptId: 'at-ann', submittedAtMs: 1, timeSpentSeconds: 1 },
      mine: 'done',
      others: 'not-found',
    },
    'review.grade': {
      args: {
        reviewId: 'rev-ann',
        questionId: 'qu-one',
        courseId: 'git',
        rating: 3,
        reviewedAtMs: 1,
        timeZone: 'Europe/Berlin',
        elapsedMs: 900,
      },
      mine: 'done',
      others: 'already-exists or forbidden',
    },
    'review.undo': { args: { reviewId: 'rev-ann', courseId: 'git' }, mine: 'done', others: 'forbidden' },
    'reviews.write': {
      args: {
        reviewId: 'cr-ann',
        courseId: 'git',
        rating: 1,
        title: null,
        comment: 'Not so good',
        base: seen,
      },
      mine: 'done',
      others: 'forbidden',
    },
    'reviews.delete': {
      args: { reviewId: 'cr-ann', courseId: 'git', base: { ...seen, comment: 'Not so good' } },
      mine: 'done',
      others: 'forbidden',
    },
    'study.record': {
      args: { studySessionId: 'st-ann', timeZone: 'Europe/Berlin', beganAtMs: 1, endedAtMs: 2, seconds: 900 },
      mine: 'done',
      others: 'already-exists',
    },
    'profile.edit': {
      args: { profileId: 'sp-ann', skillLevel: 'ADVANCED' },
      mine: 'done',
      others: 'already-exists',
    },
    'usage.record': {
      args: { eventId: 'ev-ann', sessionId: 's', event: 'lesson_viewed', lessonId: 'l-commit' },
      mine: 'done',
      others: 'already-exists',
    },
    'attention.resolveRejection': {
      args: { rejectionId: 'rej-ann', outcome: 'discarded' },
      mine: 'done',
      others: 'forbidden',
    },
    'conflicts.resolve': {
      args: { conflictId: 'con-ann', baseContent: 'Remember well', content: 'Remember both' },
      mine: 'done',
      others: 'forbidden',
    },
    'notes.delete': { args: { noteId: 'n-ann' }, mine: 'done', others: 'forbidden' },
  }

  it('names every mutation there is', () => {
    // what those who teach do is in studio.pg.test.ts and profile.pg.test.ts, by the same rule
    const learners = Object.keys(mutationArgs).filter(
      (name) => !name.startsWith('studio.') && name !== 'profile.editTeaching',
    )
    expect(Object.keys(attempts).sort()).toEqual(learners.sort())
  })

  const annsRows = async () => ({
    enrollments: await rows(`SELECT * FROM enrollments WHERE user_id = 'ann' ORDER BY id`),
    progress: await rows(`SELECT * FROM progress WHERE user_id = 'ann' ORDER BY id`),
    notes: await rows(`SELECT * FROM notes WHERE user_id = 'ann' ORDER BY id`),
    attempts: await rows(`SELECT * FROM quiz_attempts WHERE user_id = 'ann' ORDER BY id`),
    answers: await rows(`SELECT * FROM answers WHERE user_id = 'ann' ORDER BY id`),
    reviews: await rows(`SELECT * FROM question_reviews WHERE user_id = 'ann' ORDER BY id`),
    courseReviews: await rows(`SELECT * FROM reviews WHERE user_id = 'ann'`),
    study: await rows(`SELECT * FROM study_sessions WHERE user_id = 'ann' ORDER BY id`),
    profile: await rows(`SELECT * FROM student_profiles WHERE user_id = 'ann'`),
    usage: await rows(`SELECT * FROM analytics_events WHERE user_id = 'ann' ORDER BY id`),
    rejections: await rows(`SELECT * FROM sync_rejections WHERE user_id = 'ann' ORDER BY id`),
    conflicts: await rows(`SELECT * FROM sync_conflicts WHERE user_id = 'ann' ORDER BY id`),
  })

  for (const userId of ['ben', 'ida', 'adm'])
    for (const [name, attempt] of Object.entries(attempts))
      it(`[PS-4] ${name} on the rows of another person is refused to ${userId}, kept with its payload, and the number advances`, async () => {
        const before = await annsRows()
        const clientId = createId()
        const answer = await push(userId, [{ name, args: attempt.args }], clientId)
        expect(answer.lastMutation).toBe(1)
        expect(attempt.others).toContain(answer.codes[0] ?? 'nothing was refused')
        expect(await annsRows()).toEqual(before)
        expect(
          await rows(
            `SELECT user_id, mutation, payload -> 'args' AS args FROM sync_rejections WHERE client_id = $1`,
            clientId,
          ),
        ).toEqual([{ user_id: userId, mutation: name, args: attempt.args }])
      })

  for (const [name, attempt] of Object.entries(attempts))
    it(`${name} on one’s own rows: ${attempt.mine}`, async () => {
      const answer = await push('ann', [{ name, args: attempt.args }])
      expect(answer.lastMutation).toBe(1)
      expect(answer.codes).toEqual(attempt.mine === 'done' ? [] : [attempt.mine])
    })
})

describe('batches', () => {
  const note = (noteId: string, content = 'text') => ({
    name: 'notes.create',
    args: { noteId, lessonId: 'l-commit', content, videoSecond: null },
  })

  it('[PS-3] one bad mutation in the middle takes nothing else with it', async () => {
    const [first, last] = [createId(), createId()]
    const answer = await push('ann', [
      note(first),
      { name: 'notes.edit', args: { noteId: 'nowhere', baseContent: '', content: 'x' } },
      { name: 'progress.record', args: { progressId: 'x', lessonId: 7 } },
      { name: 'no.such.thing', args: null },
      note(last),
    ])
    expect(answer.lastMutation).toBe(5)
    expect(answer.codes).toEqual(['not-found', 'bad-input', 'bad-input'])
    expect(await rows('SELECT id FROM notes WHERE id = ANY ($1)', [first, last])).toHaveLength(2)
  })

  it('[PS-1] the same batch again, and many times at once, does nothing more', async () => {
    const clientId = createId()
    const noteId = createId()
    const batch = [
      note(noteId, 'a'),
      { name: 'notes.edit', args: { noteId, baseContent: 'a', content: 'a\nb' } },
      { name: 'notes.delete', args: { noteId: 'not-there' } },
      { name: 'bad', args: {} },
    ]
    const answers = await Promise.all(Array.from({ length: 8 }, () => push('ann', batch, clientId)))
    const again = await push('ann', batch, clientId)
    for (const answer of [...answers, again]) expect(answer.lastMutation).toBe(4)
    expect(answers.flatMap((answer) => answer.codes)).toEqual(['bad-input'])
    expect(await rows('SELECT content FROM notes WHERE id = $1', noteId)).toEqual([{ content: 'a\nb' }])
    expect(await rows('SELECT 1 FROM sync_rejections WHERE client_id = $1', clientId)).toHaveLength(1)
  })

  it('a device’s name belongs to one person', async () => {
    const clientId = createId()
    await push('ann', [note(createId())], clientId)
    await expect(push('ben', [note(createId())], clientId)).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('what no database can hold is refused and kept, and the queue goes on', async () => {
    const noteId = createId()
    const hostile = 'nul \0 and half \ud83d'
    const answer = await push('ann', [
      { name: hostile, args: { [hostile]: [hostile, { deep: hostile }] } },
      { name: '🌍'.repeat(300), args: null },
      { name: 'notes.delete', args: { noteId: hostile } },
      note(noteId),
    ])
    expect(answer).toMatchObject({ lastMutation: 4, codes: ['bad-input', 'bad-input', 'bad-input'] })
    expect(await rows('SELECT id FROM notes WHERE id = $1', noteId)).toHaveLength(1)
  })

  it('texts come out as they went in, but for what Postgres cannot hold', async () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.constantFrom(
        'a&b=c',
        '%00',
        "'; DROP TABLE notes; --",
        '\u202eשלום',
        '👩‍👩‍👧',
        '\r\n\t',
        '\\x00',
        '$1',
        '{"a":1}',
      ),
      fc.string({ unit: fc.constantFrom('\0', '\ud800', '\udc00', 'x'), maxLength: 8 }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(hostile, { minLength: 1, maxLength: 20 }), async (texts) => {
        const ids = texts.map(() => createId())
        await push(
          'ann',
          texts.map((text, index) => note(ids[index] ?? '', text)),
        )
        const held = await rows(
          'SELECT content FROM notes WHERE id = ANY ($1) ORDER BY array_position($1, id)',
          ids,
        )
        expect(held.map((row) => row.content)).toEqual(
          texts.map((text) => text.replaceAll('\0', '\u2400').toWellFormed()),
        )
      }),
      { numRuns: 25 },
    )
    const long = createId()
    const text = 'é🌍&='.repeat(20_000)
    await push('ann', [note(long, text)])
    expect(await rows('SELECT content FROM notes WHERE id = $1', long)).toEqual([{ content: text }])
  })
})

describe('two devices at the same moment', () => {
  beforeEach(async () => {
    await school.pool.query('DELETE FROM answers; DELETE FROM quiz_attempts; DELETE FROM progress')
    await school.pool.query(`UPDATE enrollments SET status = 'ACTIVE', progress = 0, completed_at = NULL`)
    await school.pool.query(`UPDATE quizzes SET allow_retakes = false`)
  })

  const sit = (attemptId: string, first = 'a') => [
    { name: 'quiz.start', args: { attemptId, quizId: 'q-commit', startedAtMs: 1 } },
    {
      name: 'quiz.answer',
      args: { attemptId, answerId: `1${attemptId}`, questionId: 'qu-one', selectedAnswer: first },
    },
    {
      name: 'quiz.answer',
      args: { attemptId, answerId: `2${attemptId}`, questionId: 'qu-two', selectedAnswer: '["a","b"]' },
    },
  ]
  const handIn = (attemptId: string) => ({
    name: 'quiz.submit',
    args: { attemptId, submittedAtMs: Date.now(), timeSpentSeconds: 5 },
  })

  it('lessons completed on both count, both of them', async () => {
    const complete = (lessonId: string) => ({
      name: 'progress.complete',
      args: { progressId: createId(), lessonId, completedAtMs: Date.now() },
    })
    await inTransaction(school.pool, async (client) => {
      // both have come as far as the enrollment before either goes on
      await client.query(`SELECT 1 FROM enrollments WHERE user_id = 'ann' FOR UPDATE`)
      const both = Promise.all([push('ann', [complete('l-commit')]), push('ann', [complete('l-merge')])])
      await new Promise((resolve) => setTimeout(resolve, 150))
      await client.query('COMMIT')
      await both
      await client.query('BEGIN')
    })
    expect(await rows(`SELECT progress, status FROM enrollments WHERE user_id = 'ann'`)).toEqual([
      { progress: '100.00', status: 'COMPLETED' },
    ])
  })

  it('of two attempts handed in where one is allowed, one is marked as over the limit', async () => {
    await push('ann', sit('laptop-at'))
    await push('ann', sit('phone-at'))
    await inTransaction(school.pool, async (client) => {
      await client.query('LOCK TABLE answers IN ACCESS EXCLUSIVE MODE') // both wait in the middle of handing in
      const both = Promise.all([push('ann', [handIn('laptop-at')]), push('ann', [handIn('phone-at')])])
      await new Promise((resolve) => setTimeout(resolve, 150))
      await client.query('COMMIT')
      await both
      await client.query('BEGIN')
    })
    expect(await rows('SELECT over_limit FROM quiz_attempts ORDER BY over_limit')).toEqual([
      { over_limit: false },
      { over_limit: true },
    ])
  })

  it('a passed attempt counts although the enrollment ended before it arrived', async () => {
    await push('ann', sit('late-at'))
    await school.pool.query(`UPDATE enrollments SET status = 'SUSPENDED'`)
    expect((await push('ann', [handIn('late-at')])).codes).toEqual([])
    expect(await rows('SELECT score, passed FROM quiz_attempts')).toEqual([{ score: '100.00', passed: true }])
  })

  it('a clock gone wrong keeps nothing from arriving', async () => {
    const tenYearsMs = 315_360_000_000
    for (const [index, madeAtMs] of [0, -tenYearsMs * 300, Date.now() + tenYearsMs].entries()) {
      const attemptId = `clock-${index}`
      const late = { attemptId, submittedAtMs: Math.max(0, madeAtMs), timeSpentSeconds: 9_000_000_000.4 }
      const answer = await applyBatch(
        school.pool,
        { userId: 'ann', role: 'STUDENT' },
        {
          clientId: createId(),
          contractVersion,
          mutations: [...sit(attemptId), { name: 'quiz.submit', args: late }].map((mutation, at) => ({
            ...mutation,
            number: at + 1,
            madeAtMs,
          })),
        },
      )
      expect(answer.rejected).toEqual([])
    }
    const attempts = await rows('SELECT submitted_at, passed FROM quiz_attempts')
    expect(attempts).toHaveLength(3)
    for (const attempt of attempts) {
      expect(attempt.passed).toBe(true)
      expect(attempt.submitted_at.getTime()).toBeGreaterThanOrEqual(0)
      expect(attempt.submitted_at.getTime()).toBeLessThanOrEqual(Date.now())
    }
  })
})
