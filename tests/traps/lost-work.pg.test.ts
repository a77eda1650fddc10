import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/engine/system-clock.ts'
import { createId } from '../../src/shared/domain/ids.ts'
import { type Device, until } from '../support/device.ts'
import { courseId } from '../support/gateway-fixture.ts'
import { oneCentre } from '../support/one-centre.ts'
import { expectSameAsCentre } from '../support/same-as-centre.ts'

/** Where others lost their users' work: each test is named after the trap. */

const lessonId = `l-${courseId}`
const quizId = `q-${courseId}`
const tenYearsMs = 315_360_000_000

const school = oneCentre()
const { atCentre } = school
const learn = (options?: Parameters<typeof school.learn>[1]) => school.learn('enrolled', options)

const outbox = (device: Device) => device.rows('SELECT number FROM outbox').length
const sent = (device: Device) =>
  until('everything confirmed', () => {
    device.account.sync.kick()
    return outbox(device) === 0
  })

function note(device: Device, content: string): string {
  const noteId = createId()
  device.account.mutate('notes.create', { noteId, lessonId, content, videoSecond: null })
  return noteId
}

describe('an interrupted sync advanced the counter, so items were never sent', () => {
  it('[CF-1] work whose answer was lost on the way stays in the queue until a pull brings its number back, and is there once', async () => {
    let lose = true
    let sentOff = false
    const device = await learn({
      change: async (url, response) => {
        if (!lose || !/\/v1\/(push|pull)$/.test(url)) return response
        // nothing is sent to a centre that did not just answer a pull
        if (url.endsWith('/v1/pull') && !sentOff) return response
        sentOff = true
        await response.body?.cancel()
        throw new TypeError('terminated: the answer never came')
      },
    })
    const noteId = note(device, 'written once')
    await until(
      'the note at the centre',
      async () => (await atCentre('SELECT 1 FROM notes WHERE id = $1', noteId)).length,
    )
    expect(outbox(device)).toBe(1)
    await device.restart()
    expect(outbox(device)).toBe(1)
    lose = false
    await sent(device)
    expect(await atCentre('SELECT content FROM notes WHERE id = $1', noteId)).toEqual([
      { content: 'written once' },
    ])
    expect(device.rows('SELECT content FROM notes WHERE id = ?', noteId)).toEqual([
      { content: 'written once' },
    ])
  })
})

describe('a newer server copy, or any server error, deletes the offline submission', () => {
  it('server errors of every kind leave the work waiting', async () => {
    const answers = [500, 502, 503, 429, 418, 401, 400, 200]
    let written = false
    const device = await learn({
      change: async (url, response) => {
        const status = written && /\/v1\/(push|pull)$/.test(url) ? answers.shift() : undefined
        if (status === undefined) return response
        await response.body?.cancel()
        return new Response('<html>an error of some proxy</html>', { status })
      },
    })
    written = true
    const noteId = note(device, 'survives')
    await until('every error', () => {
      expect(device.rows('SELECT content FROM notes WHERE id = ?', noteId)).toEqual([{ content: 'survives' }])
      device.account.sync.kick()
      return answers.length === 0
    })
    await sent(device)
    expect(await atCentre('SELECT content FROM notes WHERE id = $1', noteId)).toEqual([
      { content: 'survives' },
    ])
  })
})

describe('a wrong clock hides users, stops sync, or loses a conflict', () => {
  for (const [name, offMs] of [
    ['ten years slow', -tenYearsMs],
    ['ten years fast', tenYearsMs],
  ] as const)
    it(`a device whose clock is ${name} sends, receives and keeps the order of what was done`, async () => {
      const device = await learn({ clock: { ...systemClock, nowMs: () => Date.now() + offMs } })
      const noteId = note(device, 'one')
      await sent(device)
      device.account.mutate('notes.edit', { noteId, baseContent: 'one', content: 'two' })
      await sent(device)
      device.account.mutate('notes.edit', { noteId, baseContent: 'two', content: 'three' })
      device.account.mutate('progress.complete', {
        progressId: createId(),
        lessonId,
        completedAtMs: Date.now() + offMs,
      })
      await sent(device)
      expect(await atCentre('SELECT content FROM notes WHERE id = $1', noteId)).toEqual([
        { content: 'three' },
      ])
      expect(device.rows('SELECT code FROM sync_rejections')).toEqual([])
      const [row] = await atCentre(
        'SELECT completed_at <= now() AS past FROM progress WHERE user_id = $1',
        'u-enrolled',
      )
      expect(row).toEqual({ past: true })
      await atCentre('UPDATE notes SET content = $2 WHERE id = $1', noteId, 'from the web')
      await until('the change of the web', () => {
        device.account.sync.kick()
        return device.rows('SELECT content FROM notes WHERE id = ?', noteId)[0]?.content === 'from the web'
      })
    })
})

describe('answers come back blank, or are split on & and =', () => {
  it('hostile answers arrive at a second device as they were given', async () => {
    const device = await learn()
    const attemptId = createId()
    const selectedAnswer = 'a=1&b=2&&=;%20+ "[x]" \u202eשלום 🌍\n\n'
    device.account.mutate('quiz.start', { attemptId, quizId, startedAtMs: Date.now() })
    device.account.mutate('quiz.answer', {
      attemptId,
      answerId: createId(),
      questionId: `k-${courseId}`,
      selectedAnswer,
    })
    await sent(device)
    const other = await learn()
    await until(
      'the answer',
      () => other.rows('SELECT 1 FROM answers WHERE attempt_id = ?', attemptId).length,
    )
    expect(other.rows('SELECT selected_answer FROM answers WHERE attempt_id = ?', attemptId)).toEqual([
      { selected_answer: selectedAnswer },
    ])
  })
})

describe('a last-minute disconnect scores 0', () => {
  it('an attempt of a timed quiz that was handed in offline and arrives long after its time counts in full', async () => {
    await atCentre('UPDATE quizzes SET time_limit = 1 WHERE id = $1', quizId)
    const device = await learn()
    device.online = false
    const attemptId = createId()
    const startedAtMs = Date.now() - 7 * 86_400_000
    device.account.mutate('quiz.start', { attemptId, quizId, startedAtMs })
    device.account.mutate('quiz.answer', {
      attemptId,
      answerId: createId(),
      questionId: `k-${courseId}`,
      selectedAnswer: 'the answer key',
    })
    device.account.mutate('quiz.submit', {
      attemptId,
      submittedAtMs: startedAtMs + 59_000,
      timeSpentSeconds: 59,
    })
    await device.restart()
    device.online = true
    await sent(device)
    expect(await atCentre('SELECT score, passed FROM quiz_attempts WHERE id = $1', attemptId)).toEqual([
      { score: '100.00', passed: true },
    ])
  })
})

describe('conflicts visible on one device only; conflicts, then no more updates', () => {
  it('two edits of one line are both kept, the conflict reaches both devices, and what is behind it goes on', async () => {
    const laptop = await learn()
    const phone = await learn()
    const noteId = note(laptop, 'the line')
    await sent(laptop)
    await until('the note', () => phone.rows('SELECT 1 FROM notes WHERE id = ?', noteId).length)
    laptop.online = false
    laptop.account.mutate('notes.edit', { noteId, baseContent: 'the line', content: 'the laptop’s line' })
    const behind = note(laptop, 'behind the conflict')
    phone.account.mutate('notes.edit', { noteId, baseContent: 'the line', content: 'the phone’s line' })
    await sent(phone)
    laptop.online = true
    await sent(laptop)
    for (const device of [laptop, phone]) {
      await until('the conflict', () => {
        device.account.sync.kick()
        return device.rows('SELECT 1 FROM sync_conflicts WHERE row_id = ?', noteId).length
      })
      const [held] = device.rows('SELECT content FROM notes WHERE id = ?', noteId)
      expect(held?.content).toContain('the laptop’s line')
      expect(held?.content).toContain('the phone’s line')
      expect(device.rows('SELECT 1 FROM notes WHERE id = ?', behind)).toHaveLength(1)
      await expectSameAsCentre(device, school.centre.database.pool, 'u-enrolled')
    }
  })
})

describe('“failed to resume sync” for ever; half-finished syncs leave a buffer behind', () => {
  it('a first pull that breaks off again and again is swept, and the next one is whole', async () => {
    const writer = await learn()
    for (let count = 0; count < 5; count++) note(writer, `note ${count}`)
    await sent(writer)
    let breaks = 3
    const device = await learn({
      change: async (url, response) => {
        if (!url.endsWith('/v1/pull') || breaks === 0) return response
        breaks -= 1
        const text = await response.text()
        return new Response(text.slice(0, text.length * 0.7), response)
      },
    })
    await until('a whole pull', () => {
      device.account.sync.kick()
      return device.account.status().lastSuccessAtMs !== null
    })
    expect(device.rows('SELECT 1 FROM staged_rows')).toEqual([])
    await expectSameAsCentre(device, school.centre.database.pool, 'u-enrolled')
  })
})
