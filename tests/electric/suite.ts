import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { canonicalQuery } from '../../server/shapes/canonical-request.ts'
import { electricUpstream } from '../../server/shapes/upstream.ts'
import { shapeNames } from '../../src/shared/contract/shapes.ts'
import { createId } from '../../src/shared/domain/ids.ts'
import { type Device, delivered, openDevice, until } from '../support/device.ts'
import {
  courseId,
  type GatewayFixture,
  type Subject,
  startGatewayFixture,
} from '../support/gateway-fixture.ts'
import type { TestDatabase } from '../support/postgres.ts'
import { expectSameAsCentre } from '../support/same-as-centre.ts'
import { type Between, standBetween } from './between.ts'
import { ShapeReader, shapeAtCentre } from './read-shape.ts'
import { insertEverywhere } from './rows-everywhere.ts'

/** A shape service reached over HTTP, and the database it follows. */
export interface ShapeServiceUnderTest {
  url: string
  secret: string | undefined
  database: TestDatabase
  close(): Promise<void>
}

const lessonId = `l-${courseId}`
const quizId = `q-${courseId}`
const lessonColumns = 'id, title, content, position, module_id, course_id'

/** What the gateway's production path must do on whatever speaks the shape protocol: the same tests, word for word. */
export function describeShapeService(title: string, open: () => Promise<ShapeServiceUnderTest>): void {
  describe(title, { timeout: 120_000 }, () => {
    let service: ShapeServiceUnderTest
    let centre: GatewayFixture
    let between: Between
    const devices: Device[] = []

    beforeAll(async () => {
      service = await open()
      between = standBetween(electricUpstream(service.url, service.secret))
      centre = await startGatewayFixture(
        async () => ({ upstream: between, close: async () => {} }),
        async () => ({ ...service.database, drop: async () => {} }),
      )
    }, 120_000)
    afterEach(async () => {
      Object.assign(between, { swallow: null, cache: false })
      for (const device of devices.splice(0)) await device.close()
    })
    afterAll(async () => {
      await centre.close()
      await service.close()
    }, 120_000)

    const query = (sql: string, ...values: unknown[]) => centre.database.pool.query(sql, values)

    async function device(subject: Subject, onAsked: (url: string) => void = () => {}): Promise<Device> {
      const watch = (url: string, response: Response) => {
        void response.body?.cancel()
        onAsked(url)
      }
      const opened = await openDevice(centre, subject, { watch })
      devices.push(opened)
      return opened
    }

    async function learner(onAsked?: (url: string) => void): Promise<Device> {
      const opened = await device('enrolled', onAsked)
      opened.account.keep(courseId)
      await wholeCourse(opened)
      return opened
    }

    /** Waits until the device has found its course to be the centre's present one. */
    async function wholeCourse(learning: Device): Promise<void> {
      const { rows } = await query('SELECT content_version FROM courses WHERE id = $1', courseId)
      let nextKickMs = 0
      await until(
        'the whole course',
        () => {
          if (Date.now() > nextKickMs) {
            learning.account.sync.kick()
            nextKickMs = Date.now() + 200
          }
          const [group] = learning.rows(
            `SELECT verified_version AS version FROM shape_groups WHERE group_name = 'course'`,
          )
          return Number(group?.version) >= Number(rows[0].content_version)
        },
        60_000,
      )
    }

    async function expectLessonsOfCentre(learning: Device): Promise<void> {
      const { rows } = await query(
        `SELECT ${lessonColumns} FROM lessons WHERE course_id = $1 AND published ORDER BY id COLLATE "C"`,
        courseId,
      )
      expect(
        learning.rows(`SELECT ${lessonColumns} FROM lessons WHERE course_id = ? ORDER BY id`, courseId),
      ).toEqual(rows)
    }

    it('gives every named shape: what is there, then what is added, with the columns and rows of the contract', async () => {
      await insertEverywhere(centre.database.pool, 'there')
      const names = shapeNames.filter((name) => name !== 'doorbell')
      const readers = new Map(names.map((name) => [name, new ShapeReader(centre, name, 'admin')]))
      const agree = async () => {
        for (const [name, reader] of readers)
          await expect
            .poll(
              async () => {
                await reader.toEnd()
                return reader.values()
              },
              { message: name, timeout: 60_000, interval: 100 },
            )
            .toEqual(await shapeAtCentre(centre, name))
      }
      await agree()
      await insertEverywhere(centre.database.pool, 'added')
      await agree()
      for (const name of names)
        expect(JSON.stringify([...(readers.get(name)?.rows.values() ?? [])]), name).toContain('added-')
      await query(`UPDATE lessons SET published = false WHERE id = 'added-lesson'`)
      await query(`DELETE FROM resources WHERE id = 'there-resource'`)
      await query(`UPDATE users SET role = 'STUDENT' WHERE id = 'added-user'`)
      await agree()
    })

    it('gives one log to all who may read a shape, and each person a doorbell of their own', async () => {
      const handleFor = async (name: string, subject: Subject, offset: string) => {
        const course = name === 'lessons' ? `&courseId=${courseId}` : ''
        const response = await centre.ask(`/v1/shapes/${name}?offset=${offset}${course}`, subject)
        expect(response.status).toBe(200)
        await response.body?.cancel()
        return response.headers.get('electric-handle')
      }
      expect(await handleFor('lessons', 'enrolled', '-1')).toBe(await handleFor('lessons', 'finished', '-1'))
      expect(await handleFor('doorbell', 'enrolled', 'now')).not.toBe(
        await handleFor('doorbell', 'finished', 'now'),
      )
    })

    it('rings the doorbell: a change at the centre is on the device long before its next round', async () => {
      const mine = await device('finished')
      await delivered(mine)
      await until('the catalogue', () => mine.rows('SELECT id FROM courses').length > 0)
      for (const ring of ['first', 'second', 'third']) {
        await query(
          `INSERT INTO notes (id, user_id, lesson_id, course_id, content) VALUES ($1, 'u-finished', $2, '', 'from the web')`,
          `n-${ring}`,
          lessonId,
        )
        await until(
          ring,
          () => mine.rows('SELECT 1 FROM notes WHERE id = ?', `n-${ring}`).length === 1,
          60_000,
        )
      }
    })

    it('carries a learner’s week from one device to the centre and to another', async () => {
      const laptop = await device('stranger')
      await delivered(laptop)
      await until('the catalogue', () => laptop.rows('SELECT id FROM courses WHERE id = ?', courseId).length)
      laptop.account.mutate('enrollment.enroll', { enrollmentId: createId(), courseId })
      laptop.account.keep(courseId)
      await wholeCourse(laptop)
      await expectLessonsOfCentre(laptop)
      laptop.online = false
      const noteId = createId()
      const content = 'a & b = "c" 🌍 \u202eשלום'
      for (let day = 1; day <= 7; day++)
        laptop.account.mutate('progress.record', {
          progressId: createId(),
          lessonId,
          watchedSeconds: day * 10,
        })
      laptop.account.mutate('progress.complete', {
        progressId: createId(),
        lessonId,
        completedAtMs: Date.now(),
      })
      laptop.account.mutate('notes.create', { noteId, lessonId, content: 'a', videoSecond: null })
      laptop.account.mutate('notes.edit', { noteId, baseContent: 'a', content })
      const attemptId = createId()
      laptop.account.mutate('quiz.start', { attemptId, quizId, startedAtMs: Date.now() })
      laptop.account.mutate('quiz.answer', {
        attemptId,
        answerId: createId(),
        questionId: `k-${courseId}`,
        selectedAnswer: 'the answer key',
      })
      laptop.account.mutate('quiz.submit', { attemptId, submittedAtMs: Date.now(), timeSpentSeconds: 12 })
      await laptop.restart()
      const phone = await device('stranger')
      await delivered(phone)
      laptop.online = true
      laptop.account.sync.kick()
      await delivered(laptop)
      const atCentre = await query('SELECT content FROM notes WHERE id = $1', noteId)
      expect(atCentre.rows).toEqual([{ content }])
      await until(
        'the note on the phone',
        () => phone.rows('SELECT 1 FROM notes WHERE id = ?', noteId).length,
        60_000,
      )
      phone.account.sync.kick()
      for (const each of [laptop, phone]) {
        await until(
          'the grade',
          () => each.rows('SELECT 1 FROM quiz_attempts WHERE graded_at IS NOT NULL').length,
        )
        await delivered(each)
        await expectSameAsCentre(each, centre.database.pool, 'u-stranger')
      }
    })

    it('survives the end of a shape: the list is fetched again, and is never empty in between', async (context) => {
      const mine = await learner()
      const handles = mine.rows(`SELECT handle FROM shape_cursors WHERE name = 'lessons'`)
      const position = new URLSearchParams({ handle: String(handles[0]?.handle) })
      const request = canonicalQuery('lessons', { courseId }, position)
      if (service.secret !== undefined) request.set('secret', service.secret)
      const gone = await fetch(`${service.url}/v1/shape?${request}`, { method: 'DELETE' })
      if (gone.status === 405) context.skip('this service does not let shapes be deleted')
      expect(gone.status).toBe(202)
      const counts = new Set<number>()
      const watching = setInterval(
        () => counts.add(mine.rows('SELECT 1 FROM lessons WHERE course_id = ?', courseId).length),
        5,
      )
      await query(`UPDATE lessons SET content = 'after the end' WHERE id = $1`, lessonId)
      await wholeCourse(mine)
      clearInterval(watching)
      await expectLessonsOfCentre(mine)
      expect([...counts]).not.toContain(0)
    })

    it('survives DDL on a mirrored table', async () => {
      const mine = await learner()
      await query('ALTER TABLE lessons ADD COLUMN added_later text')
      try {
        await query(
          `UPDATE lessons SET content = 'after the change', added_later = 'x' WHERE id = $1`,
          lessonId,
        )
        await wholeCourse(mine)
        await expectLessonsOfCentre(mine)
      } finally {
        await query('ALTER TABLE lessons DROP COLUMN added_later')
      }
      await query(`UPDATE lessons SET content = 'and back' WHERE id = $1`, lessonId)
      await wholeCourse(mine)
      await expectLessonsOfCentre(mine)
    })

    it('comes out whole of bursts of back-to-back commits while the device reads', async () => {
      const mine = await learner()
      for (let burst = 0; burst < 3; burst++) {
        let bursting = true
        const reading = (async () => {
          while (bursting) {
            mine.account.sync.kick()
            await new Promise((resolve) => setTimeout(resolve, 3))
          }
        })()
        for (let commit = 0; commit < 100; commit++)
          await query(
            `INSERT INTO lessons (id, title, content, position, module_id, course_id, published)
             VALUES ('burst-' || $1::int % 20, 'Burst', repeat($2, 500 * ($1::int % 20)), 1, $3, '', true)
             ON CONFLICT (id) DO UPDATE SET content = excluded.content || $1`,
            commit,
            `${burst} `,
            `m-${courseId}`,
          )
        bursting = false
        await reading
        await wholeCourse(mine)
        await expectLessonsOfCentre(mine)
      }
    })

    it('[DG-2] heals a change that the service moved past without giving it', async () => {
      const mine = await learner()
      const before = between.swallowed
      between.swallow = 'lessons'
      await query(`UPDATE lessons SET content = 'never told' WHERE id = $1`, lessonId)
      await wholeCourse(mine)
      expect(between.swallowed).toBeGreaterThan(before)
      await expectLessonsOfCentre(mine)
    })

    it('asks past a shared cache for what the cache does not have yet, without fetching the list again', async () => {
      between.cache = true
      const asked: string[] = []
      const mine = await learner((url) => asked.push(url))
      const [cursor] = mine.rows(`SELECT handle, "offset" FROM shape_cursors WHERE name = 'lessons'`)
      const position = `offset=${cursor?.offset}&handle=${cursor?.handle}`
      // Somebody else asks just before the change, so that the cache knows of nothing new.
      await centre.ask(`/v1/shapes/lessons?courseId=${courseId}&${position}`, 'finished')
      await query(`UPDATE lessons SET content = 'newer than the cache' WHERE id = $1`, lessonId)
      asked.length = 0
      const hits = between.cacheHits
      await wholeCourse(mine)
      await expectLessonsOfCentre(mine)
      expect(between.cacheHits).toBeGreaterThan(hits)
      expect(asked.filter((url) => url.includes('/lessons') && url.includes('offset=-1'))).toEqual([])
    })

    it('[MR-1] comes out whole behind a shared cache that still has the beginning of a log that is gone', async () => {
      between.cache = true
      const mine = await learner()
      await query('ALTER TABLE lessons ADD COLUMN added_later text')
      try {
        await query(`UPDATE lessons SET content = 'of a new log', added_later = 'x' WHERE id = $1`, lessonId)
        await wholeCourse(mine)
        await expectLessonsOfCentre(mine)
        await expectLessonsOfCentre(await learner()) // its first request is answered out of the cache
      } finally {
        await query('ALTER TABLE lessons DROP COLUMN added_later')
      }
    })
  })
}
