import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { errorResponse, hello, maxPushBodyBytes, pullLine } from '../../src/shared/contract/wire.ts'
import { type GatewayFixture, startGatewayFixture } from '../../tests/support/gateway-fixture.ts'
import { electricUpstream } from '../shapes/upstream.ts'

let gateway: GatewayFixture
beforeAll(async () => {
  // nobody listens there: what a gateway is like whose shape service is down
  gateway = await startGatewayFixture(async () => ({
    upstream: electricUpstream('http://127.0.0.1:9', undefined),
    close: async () => {},
  }))
})
afterAll(() => gateway.close())

async function refusal(response: Response) {
  const { error } = errorResponse.parse(await response.json())
  return { status: response.status, code: error.code, message: error.message, details: error.details }
}

async function meWith(token: string) {
  return fetch(`${gateway.url}/v1/me`, { headers: { authorization: `Bearer ${token}` } })
}

async function usersBySubject(subject: string): Promise<Record<string, unknown>[]> {
  return (await gateway.database.pool.query('SELECT * FROM users WHERE clerk_id = $1', [subject])).rows
}

const push = (body: unknown) => ({
  method: 'POST',
  body: typeof body === 'string' ? body : JSON.stringify(body),
})
const client = { clientId: 'device-0001', contractVersion: 1 }

describe('who may come in', () => {
  it('greets everyone, and tells where to sign in', async () => {
    const response = await gateway.ask('/v1/hello', null)
    expect(hello.parse(await response.json())).toMatchObject({ product: 'brainix', issuer: gateway.issuer })
  })

  it('says who a person is, by their token', async () => {
    const response = await gateway.ask('/v1/me', 'teacher')
    expect(await response.json()).toEqual({
      userId: 'u-teacher',
      name: 'teacher',
      email: 'teacher@example.org',
      role: 'INSTRUCTOR',
    })
  })

  it('asks for a renewal when a token has expired, and for a sign-in when it is no token of ours', async () => {
    const expired = await meWith(await gateway.token('enrolled', { expiresInSeconds: -60 }))
    expect(await refusal(expired)).toMatchObject({ status: 401, code: 'token-expired' })
    const bad = [
      'garbage',
      'a.b.c',
      await gateway.token('enrolled', { audience: 'urn:somewhere:else' }),
      await gateway.token('enrolled', { issuer: 'https://somebody.example.org' }),
      await gateway.token('enrolled', { forged: true }),
    ]
    for (const token of bad)
      expect(await refusal(await meWith(token))).toMatchObject({ status: 401, code: 'not-signed-in' })
    expect(await refusal(await gateway.ask('/v1/me', null))).toMatchObject({
      status: 401,
      code: 'not-signed-in',
    })
  })

  it('makes whoever comes for the first time a student, once, however many requests come at once', async () => {
    const token = await gateway.token('newcomer', { claims: { name: 'Nia New', email: 'nia@example.org' } })
    const answers = await Promise.all(Array.from({ length: 8 }, async () => (await meWith(token)).json()))
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(await usersBySubject('newcomer')).toMatchObject([
      { name: 'Nia New', email: 'nia@example.org', role: 'STUDENT' },
    ])
  })

  it('never gives an account to another sign-in that claims its e-mail address', async () => {
    const token = await gateway.token('impostor', { claims: { email: 'teacher@example.org' } })
    expect(await refusal(await meWith(token))).toMatchObject({ status: 409, code: 'already-exists' })
    expect(await usersBySubject('impostor')).toEqual([])
    expect(await usersBySubject('teacher')).toMatchObject([{ id: 'u-teacher' }])
  })

  it('needs an e-mail address from somewhere', async () => {
    const token = await gateway.token('nameless', { claims: { email: undefined } })
    expect(await refusal(await meWith(token))).toMatchObject({ status: 401, code: 'not-signed-in' })
  })
})

describe('what it accepts', () => {
  it('refuses a body over the limit without reading it all, and goes on serving', async () => {
    const body = JSON.stringify({ ...client, mutations: ['x'.repeat(maxPushBodyBytes)] })
    expect(await refusal(await gateway.ask('/v1/push', 'enrolled', push(body)))).toMatchObject({
      status: 413,
      code: 'too-large',
    })
    const unannounced = new ReadableStream({
      pull(controller) {
        controller.enqueue(new TextEncoder().encode('y'.repeat(1024 * 1024)))
      },
    })
    const streamed = await gateway.ask('/v1/push', 'enrolled', {
      method: 'POST',
      body: unannounced,
      duplex: 'half',
    } as RequestInit)
    expect(streamed.status).toBe(413)
    expect((await gateway.ask('/v1/me', 'enrolled')).status).toBe(200)
  })

  it('names the field it does not understand', async () => {
    const noJson = await gateway.ask('/v1/push', 'enrolled', push('{"clientId":'))
    expect(await refusal(noJson)).toMatchObject({ status: 400, code: 'bad-input' })
    const wrong = await gateway.ask('/v1/push', 'enrolled', push({ ...client, mutations: [{ number: 0 }] }))
    expect(await refusal(wrong)).toMatchObject({
      code: 'bad-input',
      details: { field: 'mutations.0.number' },
    })
    const pull = await gateway.ask('/v1/pull', 'enrolled', push({ ...client, cursor: 7 }))
    expect(await refusal(pull)).toMatchObject({ code: 'bad-input', details: { field: 'cursor' } })
  })

  it('tells an app that is too old to update, before it looks at anything else', async () => {
    const response = await gateway.ask(
      '/v1/push',
      'enrolled',
      push({ contractVersion: 0, of: 'another age' }),
    )
    expect(await refusal(response)).toMatchObject({ status: 426, code: 'contract-too-old' })
  })

  it('keeps the work of an app newer than itself on the device', async () => {
    const response = await gateway.ask(
      '/v1/pull',
      'enrolled',
      push({ ...client, contractVersion: 99, cursor: null }),
    )
    expect(response.status).toBe(503)
    expect(errorResponse.parse(await response.json()).error).toMatchObject({
      code: 'unavailable',
      retryable: true,
    })
  })

  it('knows nothing of other addresses, shapes and digests', async () => {
    for (const path of [
      '/',
      '/v1/nothing',
      '/v1/shapes/passwords?offset=-1',
      '/v1/digests/doorbell',
      '/v1/files/..%2fetc',
    ])
      expect(await refusal(await gateway.ask(path, 'admin'))).toMatchObject({
        status: 404,
        code: 'not-found',
      })
  })
})

describe('what it does', () => {
  it('applies what a device pushes, once, and sends it back down line by line', async () => {
    const body = {
      ...client,
      mutations: [
        {
          number: 1,
          name: 'notes.create',
          args: { noteId: 'note-1', lessonId: 'l-course-open', content: 'Remember this', videoSecond: null },
          madeAtMs: Date.now(),
        },
      ],
    }
    for (const before of [0, 1]) {
      const response = await gateway.ask('/v1/push', 'enrolled', push(body))
      expect(await response.json()).toEqual({ lastMutation: 1, before, rejected: [] })
    }
    const response = await gateway.ask('/v1/pull', 'enrolled', push({ ...client, cursor: null }))
    expect(response.headers.get('content-type')).toBe('application/x-ndjson')
    const text = await response.text()
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => pullLine.parse(JSON.parse(line)))
    expect(lines.at(0)).toEqual({ kind: 'begin', full: true })
    expect(lines.at(-1)).toMatchObject({ kind: 'end', lastMutation: 1 })
    const notes = lines.flatMap((line) => (line.kind === 'rows' && line.table === 'notes' ? line.rows : []))
    expect(notes).toMatchObject([{ id: 'note-1', user_id: 'u-enrolled', content: 'Remember this' }])
  })

  it('gives digests to those who may have the shapes', async () => {
    const allowed = await gateway.ask('/v1/digests/course?courseId=course-open', 'finished')
    expect(await allowed.json()).toMatchObject({ shapes: { lessons: { count: 1 } } })
    const refused = await gateway.ask('/v1/digests/teaching?courseId=course-open', 'finished')
    expect(await refusal(refused)).toMatchObject({ status: 403, code: 'forbidden' })
    const unclear = await gateway.ask('/v1/digests/course', 'finished')
    expect(await refusal(unclear)).toMatchObject({ status: 400, details: { field: 'courseId' } })
  })

  it('says that the shape service is away, quickly, and that trying again helps', async () => {
    const startedMs = Date.now()
    const response = await gateway.ask('/v1/shapes/categories?offset=-1', 'enrolled')
    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).toBe('5')
    expect(errorResponse.parse(await response.json()).error).toMatchObject({
      code: 'unavailable',
      retryable: true,
    })
    expect(Date.now() - startedMs).toBeLessThan(15_000) // not the minutes a connection may hang
    expect((await gateway.ask('/v1/me', 'enrolled')).status).toBe(200)
  })

  it('never shows what happened inside, but tells its operator', async () => {
    await gateway.database.pool.query('ALTER TABLE blog_comments RENAME TO away')
    try {
      const response = await gateway.ask('/v1/digests/catalogue', 'stranger')
      expect(response.status).toBe(500)
      expect(await response.text()).not.toMatch(/blog_comments|relation|\.ts/)
      expect(String(gateway.failures.at(-1))).toContain('blog_comments')
    } finally {
      await gateway.database.pool.query('ALTER TABLE away RENAME TO blog_comments')
    }
  })
})
