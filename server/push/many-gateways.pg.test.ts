import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { contractVersion, type PushRequest } from '../../src/shared/contract/wire.ts'
import { createId } from '../../src/shared/domain/ids.ts'
import type { TestDatabase } from '../../tests/support/postgres.ts'
import { createSmallSchool, inTransaction, someoneWaits } from '../../tests/support/small-school.ts'
import { applyBatch } from './apply-batch.ts'

/** Two gateways on one database: nothing is shared between them but Postgres. */
let school: TestDatabase
let other: pg.Pool
beforeAll(async () => {
  school = await createSmallSchool()
  other = gatewayPool('other')
  await school.pool.query(`INSERT INTO enrollments (id, user_id, course_id) VALUES ('e-ben', 'ben', 'git');
    UPDATE modules SET published = true; UPDATE lessons SET published = true`)
})
afterAll(async () => {
  await other.end()
  await school.drop()
})
beforeEach(() => school.pool.query(`DELETE FROM progress; DELETE FROM answers; DELETE FROM quiz_attempts`))

/** As the gateway service makes its own. */
function gatewayPool(name: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: school.url, max: 8, pipeline: true, application_name: name })
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

const rows = async (sql: string, ...values: unknown[]) => (await school.pool.query(sql, values)).rows

/** A learner's day as one batch: a lesson, a note, a quiz. */
function day(clientId = createId(), from = 1): PushRequest {
  const [noteId, attemptId] = [createId(), createId()]
  const done: [string, unknown][] = [
    ['progress.record', { progressId: createId(), lessonId: 'l-merge', watchedSeconds: 60 }],
    ['progress.complete', { progressId: createId(), lessonId: 'l-merge', completedAtMs: Date.now() }],
    ['notes.create', { noteId, lessonId: 'l-merge', content: 'a', videoSecond: null }],
    ['notes.edit', { noteId, baseContent: 'a', content: 'a\nb' }],
    ['quiz.start', { attemptId, quizId: 'q-commit', startedAtMs: Date.now() }],
    ['quiz.answer', { attemptId, answerId: createId(), questionId: 'qu-one', selectedAnswer: 'a' }],
    ['no.such.thing', {}],
    ['quiz.submit', { attemptId, submittedAtMs: Date.now(), timeSpentSeconds: 5 }],
  ]
  const mutations = done.map(([name, args], index) => ({
    number: from + index,
    name,
    args,
    madeAtMs: Date.now(),
  }))
  return { clientId, contractVersion, mutations }
}

const push = (pool: pg.Pool, userId: string, request: PushRequest) =>
  applyBatch(pool, { userId, role: 'STUDENT' }, request)

/** Everything the batches of one person left behind, without the ids they made up. */
const leftBy = async (userId: string, clientId: string) => ({
  notes: await rows(`SELECT content FROM notes WHERE user_id = $1 AND content = E'a\\nb'`, userId),
  attempts: await rows('SELECT score, over_limit FROM quiz_attempts WHERE user_id = $1', userId),
  answers: await rows('SELECT selected_answer FROM answers WHERE user_id = $1', userId),
  rejections: await rows('SELECT number::int FROM sync_rejections WHERE client_id = $1', clientId),
  client: await rows('SELECT last_mutation::int AS last FROM sync_clients WHERE id = $1', clientId),
})

describe('[PS-2] the same batch through two gateways at the same time', () => {
  it('is applied once', async () => {
    for (let round = 0; round < 5; round++) {
      await school.pool.query(
        `DELETE FROM notes WHERE user_id = 'ann'; DELETE FROM answers; DELETE FROM quiz_attempts`,
      )
      const request = day()
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, index) => push(index % 2 ? other : school.pool, 'ann', request)),
      )
      for (const { lastMutation } of answers) expect(lastMutation).toBe(8)
      expect(await leftBy('ann', request.clientId)).toEqual({
        notes: [{ content: 'a\nb' }],
        attempts: [{ score: '50.00', over_limit: false }],
        answers: [{ selected_answer: 'a' }],
        rejections: [{ number: 7 }],
        client: [{ last: 8 }],
      })
    }
  })

  it('[PS-2] is applied once where the retry brings more than the first try did', async () => {
    await school.pool.query(`DELETE FROM notes WHERE user_id = 'ann'`)
    const first = day()
    const second = day(first.clientId, 9)
    const longer = { ...first, mutations: [...first.mutations, ...second.mutations] }
    await Promise.all([
      push(school.pool, 'ann', first),
      push(other, 'ann', longer),
      push(school.pool, 'ann', longer),
    ])
    const left = await leftBy('ann', first.clientId)
    expect(left.notes).toHaveLength(2)
    expect(left.attempts).toHaveLength(2)
    expect(left).toMatchObject({ rejections: [{ number: 7 }, { number: 15 }], client: [{ last: 16 }] })
  })

  it('[PS-2] looks to the device as if it had come once, and to a copy of the device as what somebody else sent', async () => {
    const request = { ...day(), requestId: 'request-1', sentAtMs: Date.now() }
    const answers = await Promise.all([push(school.pool, 'ann', request), push(other, 'ann', request)])
    answers.push(await push(other, 'ann', request))
    expect(answers.map(({ lastMutation }) => lastMutation)).toEqual([8, 8, 8])
    expect(answers.map(({ before }) => before).toSorted()).toEqual([0, undefined, undefined])
    const ofCopy = await push(other, 'ann', { ...request, requestId: 'request-2' }) // in the very same millisecond
    expect(ofCopy.before).toBe(8)
    const { requestId: _, ...ofOlderApp } = request
    expect((await push(other, 'ann', ofOlderApp)).before).toBe(8)
  })

  it('is applied once where the first gateway dies before it commits', async () => {
    await school.pool.query(`DELETE FROM notes WHERE user_id = 'ann'`)
    const request = day()
    const dying = gatewayPool('dying')
    await inTransaction(school.pool, async (client) => {
      await client.query('LOCK TABLE quiz_attempts IN ACCESS EXCLUSIVE MODE') // it comes as far as the quiz
      const first = expect(push(dying, 'ann', request)).rejects.toMatchObject({ retryable: true })
      await someoneWaits(school.pool)
      const retry = push(other, 'ann', request)
      await client.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'dying'`,
      )
      await client.query('COMMIT')
      await first
      expect((await retry).lastMutation).toBe(8)
      await client.query('BEGIN')
    })
    await dying.end()
    expect((await leftBy('ann', request.clientId)).notes).toHaveLength(1)
  })
})

describe('one slow person', () => {
  const soon = async <T>(work: Promise<T>) => {
    const late = new Promise<never>((_, reject) => setTimeout(() => reject(new Error('had to wait')), 30_000))
    return Promise.race([work, late])
  }

  it('whose batch hangs in the middle delays nobody else in the same course', async () => {
    await inTransaction(school.pool, async (client) => {
      await client.query(`SELECT 1 FROM enrollments WHERE id = 'e-ann' FOR UPDATE`)
      const slow = push(school.pool, 'ann', day())
      await someoneWaits(school.pool)
      expect((await soon(push(other, 'ben', day()))).lastMutation).toBe(8)
      await client.query('COMMIT')
      expect((await slow).lastMutation).toBe(8)
      await client.query('BEGIN')
    })
  })

  it('who edits the quiz and the lesson for long holds up no learner', async () => {
    await inTransaction(school.pool, async (client) => {
      await client.query(`UPDATE quizzes SET title = 'Long edit' WHERE id = 'q-commit'`)
      await client.query(`UPDATE questions SET correct_answer = 'z' WHERE id = 'qu-one'`)
      await client.query(`UPDATE lessons SET title = 'Long edit' WHERE id = 'l-merge'`)
      const request = day()
      expect((await soon(push(other, 'ben', request))).lastMutation).toBe(8)
      expect(await rows(`SELECT score FROM quiz_attempts WHERE user_id = 'ben'`)).toEqual([
        { score: '50.00' },
      ])
      await client.query('ROLLBACK')
      await client.query('BEGIN')
    })
  })

  it('delays their own other device only where both touch the same rows', async () => {
    await school.pool.query(
      `INSERT INTO notes (id, user_id, lesson_id, content) VALUES ('n-phone', 'ann', 'l-commit', 'phone')`,
    )
    await inTransaction(school.pool, async (client) => {
      await client.query(`SELECT 1 FROM enrollments WHERE id = 'e-ann' FOR UPDATE`)
      const slow = push(school.pool, 'ann', day())
      await someoneWaits(school.pool)
      const edit = { noteId: 'n-phone', baseContent: 'phone', content: 'phone call' }
      const mutations = [{ number: 1, name: 'notes.edit', args: edit, madeAtMs: Date.now() }]
      const phone = { clientId: createId(), contractVersion, mutations }
      expect((await soon(push(other, 'ann', phone))).rejected).toEqual([])
      await client.query('COMMIT')
      await slow
      await client.query('BEGIN')
    })
  })
})
