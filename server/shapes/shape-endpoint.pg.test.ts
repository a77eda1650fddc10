import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isChangeMessage, ShapeStream } from '@electric-sql/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ShapeAudience, ShapeDefinition } from '../../src/shared/contract/shape-definition.ts'
import { shapeNames, shapes, shapesOf } from '../../src/shared/contract/shapes.ts'
import { errorResponse } from '../../src/shared/contract/wire.ts'
import {
  courseId,
  draftCourseId,
  type GatewayFixture,
  type Subject,
  startGatewayFixture,
} from '../../tests/support/gateway-fixture.ts'
import { askAhead } from './ask-ahead.ts'
import { openShapeLog } from './embedded/shape-log.ts'
import { embeddedUpstream, type ShapeUpstream } from './upstream.ts'

let gateway: GatewayFixture
let storage: string
let upstream: ShapeUpstream
beforeAll(async () => {
  storage = await mkdtemp(join(tmpdir(), 'brainix-shapes-'))
  gateway = await startGatewayFixture(async ({ url }) => {
    const log = await openShapeLog({
      databaseUrl: url,
      storagePath: join(storage, 'shapes.sqlite'),
      longPollMs: 2_000,
    })
    upstream = embeddedUpstream(log)
    return { upstream, close: () => log.close() }
  })
})
afterAll(async () => {
  await gateway.close()
  await rm(storage, { recursive: true, force: true })
})

/** What each of the people gets of a shape, by who may see it. */
const everyone = {
  enrolled: 200,
  finished: 200,
  suspended: 200,
  stranger: 200,
  teacher: 200,
  colleague: 200,
  admin: 200,
}
const learners = { ...everyone, suspended: 403, stranger: 403, colleague: 403 }
const teachers = { ...learners, enrolled: 403, finished: 403 }
const expected: Record<ShapeAudience, Record<Subject, number>> = {
  'signed-in': everyone,
  self: everyone,
  'course-learner': learners,
  'course-teacher': teachers,
}

function isOfCourse(definition: ShapeDefinition): boolean {
  return Object.values(definition.filter).some(
    (value) => typeof value === 'object' && value.param === 'courseId',
  )
}

function address(name: string, course: string, more = ''): string {
  const ofCourse = isOfCourse(shapes[name as keyof typeof shapes])
  return `/v1/shapes/${name}?${ofCourse ? `courseId=${course}&` : ''}offset=-1${more}`
}

describe.each(shapeNames)('the shape %s', (name) => {
  const { audience } = shapes[name]

  it(`is for ${audience}, and nobody else`, async () => {
    const statuses: Record<string, number> = {}
    for (const subject of Object.keys(expected[audience]) as Subject[]) {
      const response = await gateway.ask(address(name, courseId), subject)
      statuses[subject] = response.status
      if (response.status === 200) expect(response.headers.get('electric-handle')).toBeTruthy()
      else expect(errorResponse.parse(await response.json()).error.code).toBe('forbidden')
    }
    expect(statuses).toEqual(expected[audience])
    expect((await gateway.ask(address(name, courseId), null)).status).toBe(401)
  })

  if (!isOfCourse(shapes[name])) return

  it('wants a course, and one that exists', async () => {
    expect((await gateway.ask(`/v1/shapes/${name}?offset=-1`, 'admin')).status).toBe(400)
    expect((await gateway.ask(address(name, 'no-such-course'), 'admin')).status).toBe(404)
    expect((await gateway.ask(address(name, 'no-such-course'), 'enrolled')).status).toBe(404)
  })
})

describe('the catalogue', () => {
  const never = new AbortController().signal

  it('is asked for ahead in the form that devices ask for it', async () => {
    const ahead: (string | null)[] = []
    const heard: ShapeUpstream = {
      fetch: async (...asked) => {
        const answer = await upstream.fetch(...asked)
        ahead.push(answer.headers.get('electric-handle'))
        return answer
      },
    }
    await askAhead(heard, never)
    const names = shapesOf('catalogue')
    const answers = await Promise.all(names.map((name) => gateway.ask(address(name, ''), 'enrolled')))
    const handles = answers.map((answer) => answer.headers.get('electric-handle'))
    expect(new Set(handles).size).toBe(names.length)
    expect(ahead.toSorted()).toEqual(handles.toSorted())
  })

  it('is nobody’s trouble ahead when it cannot be had', async () => {
    await askAhead({ fetch: () => Promise.reject(new Error('not there yet')) }, never)
  })
})

describe('what is in a shape', () => {
  it('is asked for in one form, whoever asks, so that a cache holds it once', async () => {
    const path = address('lessons', courseId)
    const handles = new Set<string | null>()
    for (const subject of ['enrolled', 'finished', 'admin'] as const)
      handles.add((await gateway.ask(path, subject)).headers.get('electric-handle'))
    expect(handles.size).toBe(1)
  })

  it('is a person’s own where it is personal, and is kept by no shared cache', async () => {
    const bell = '/v1/shapes/doorbell?offset=now'
    const mine = await gateway.ask(bell, 'enrolled')
    const theirs = await gateway.ask(bell, 'stranger')
    expect(mine.headers.get('electric-handle')).not.toBe(theirs.headers.get('electric-handle'))
    expect(mine.headers.get('cache-control')).toMatch(/^private/)
    expect(mine.headers.get('vary')).toContain('authorization')
  })

  it('never holds the keys of graded quizzes for learners, and does for those who teach', async () => {
    const read = async (name: string, subject: Subject) => {
      const first = await gateway.ask(address(name, courseId), subject)
      const [handle, offset] = ['electric-handle', 'electric-offset'].map((header) =>
        first.headers.get(header),
      )
      const rest = await gateway.ask(
        `/v1/shapes/${name}?courseId=${courseId}&offset=${offset}&handle=${handle}`,
        subject,
      )
      return (await first.text()) + (await rest.text())
    }
    expect(await read('questions', 'enrolled')).toContain('Which?')
    for (const name of ['questions', 'practiceKeys', 'quizzes', 'lessons'])
      expect(await read(name, 'enrolled')).not.toContain('the answer key')
    expect(await read('teachingQuestions', 'teacher')).toContain('the answer key')
  })

  it('shows the outline of a draft to nobody but those who teach it', async () => {
    const path = address('outlineLessons', draftCourseId)
    expect((await gateway.ask(path, 'stranger')).status).toBe(404)
    expect((await gateway.ask(path, 'teacher')).status).toBe(200)
    expect(await (await gateway.ask(address('outlineLessons', courseId), 'stranger')).text()).not.toContain(
      'Secret',
    )
  })

  it('cannot be widened by the request', async () => {
    const attempts = [
      'where=true',
      'table=users',
      'columns=email',
      'params[1]=other',
      'secret=x',
      'userId=u-admin',
      'live_sse=true',
    ]
    for (const attempt of attempts) {
      const response = await gateway.ask(`/v1/shapes/doorbell?offset=now&${attempt}`, 'stranger')
      expect(response.status, attempt).toBe(400)
    }
    for (const twice of ['offset=now&offset=-1', `offset=now&courseId=${courseId}`])
      expect((await gateway.ask(`/v1/shapes/doorbell?${twice}`, 'stranger')).status).toBe(400)
  })
})

describe('the protocol', () => {
  it('passes through for the stock client: rows, then changes as they are made', async () => {
    const abort = new AbortController()
    const seen: string[] = []
    const stream = new ShapeStream({
      url: `${gateway.url}/v1/shapes/categories`,
      headers: { authorization: `Bearer ${await gateway.token('stranger')}` },
      signal: abort.signal,
    })
    stream.subscribe((messages) => {
      for (const message of messages)
        if (isChangeMessage(message)) seen.push(`${message.headers.operation} ${String(message.value.name)}`)
    })
    await expect.poll(() => seen).toEqual(['insert Tools'])
    await gateway.database.pool.query(`UPDATE categories SET name = 'Crafts' WHERE id = 'category'`)
    await expect.poll(() => seen).toEqual(['insert Tools', 'update Crafts'])
    abort.abort()
  })

  it('keeps etags and refetches: 304 for what is known, 409 for a handle that is gone', async () => {
    const path = address('categories', '')
    const first = await gateway.ask(path, 'stranger')
    const again = await gateway.ask(path, 'stranger', {
      headers: { 'if-none-match': first.headers.get('etag') ?? '' },
    })
    expect(again.status).toBe(304)
    const gone = await gateway.ask('/v1/shapes/categories?offset=0_0&handle=1-1', 'stranger')
    expect(gone.status).toBe(409)
    expect(await gone.json()).toEqual([{ headers: { control: 'must-refetch' } }])
    expect(gone.headers.get('electric-handle')).toBeTruthy()
    expect(gone.headers.get('location')).toBeNull()
  })

  it('gives up a long poll when the device goes away', async () => {
    const first = await gateway.ask('/v1/shapes/doorbell?offset=now', 'stranger')
    const handle = first.headers.get('electric-handle')
    const offset = first.headers.get('electric-offset')
    const leaving = new AbortController()
    const poll = gateway.ask(`/v1/shapes/doorbell?offset=${offset}&handle=${handle}&live=true`, 'stranger', {
      signal: leaving.signal,
    })
    await new Promise((done) => setTimeout(done, 100))
    leaving.abort()
    await expect(poll).rejects.toThrow()
    expect(gateway.failures).toEqual([])
  })
})
