import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  courseId,
  draftCourseId,
  type GatewayFixture,
  type Subject,
  startGatewayFixture,
} from '../../tests/support/gateway-fixture.ts'
import { electricUpstream } from '../shapes/upstream.ts'

let gateway: GatewayFixture
const bytes = randomBytes(700_000)
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex')
const ofCourse = createHash('sha256').update(bytes).digest('hex')
const ofDraft = hashOf('a picture in a draft')
const thumbnail = hashOf('the face of a course')

beforeAll(async () => {
  gateway = await startGatewayFixture(async () => ({
    upstream: electricUpstream('http://127.0.0.1:9', undefined),
    close: async () => {},
  }))
  const { files, database } = gateway
  expect(await files.putFile(bytes)).toEqual({ sha256: ofCourse, sizeBytes: bytes.length })
  await files.putFile(Buffer.from('a picture in a draft'))
  await files.putFile(Buffer.from('the face of a course'))
  for (const [id, course, sha256] of [
    ['f1', courseId, ofCourse],
    ['f2', draftCourseId, ofDraft],
  ])
    await database.pool.query(
      `INSERT INTO media_files (id, course_id, sha256, size_bytes, mime_type, name) VALUES ($1, $2, $3, 1, 'video/mp4', 'film')`,
      [id, course, sha256],
    )
  await database.pool.query('UPDATE courses SET thumbnail = $1 WHERE id = $2', [
    `brainix-file:${thumbnail}`,
    courseId,
  ])
})
afterAll(() => gateway.close())

const get = (sha256: string, as: Subject | null, headers: Record<string, string> = {}) =>
  gateway.ask(`/v1/files/${sha256}`, as, { headers })

describe('a file', () => {
  it('comes whole, typed, and may be kept for ever', async () => {
    const response = await get(ofCourse, 'enrolled')
    expect(response.status).toBe(200)
    expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'video/mp4',
      'content-length': '700000',
      'accept-ranges': 'bytes',
      'cache-control': 'private, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      etag: `"${ofCourse}"`,
    })
  })

  it('comes in parts that fit together, as an interrupted download asks for them', async () => {
    const head = await get(ofCourse, 'enrolled', { range: 'bytes=0-299999' })
    const tail = await get(ofCourse, 'enrolled', { range: 'bytes=300000-', 'if-range': `"${ofCourse}"` })
    expect([head.status, tail.status]).toEqual([206, 206])
    expect(tail.headers.get('content-range')).toBe('bytes 300000-699999/700000')
    const joined = Buffer.concat([
      Buffer.from(await head.arrayBuffer()),
      Buffer.from(await tail.arrayBuffer()),
    ])
    expect(joined.equals(bytes)).toBe(true)
    const last = await get(ofCourse, 'enrolled', { range: 'bytes=-5' })
    expect(Buffer.from(await last.arrayBuffer()).equals(bytes.subarray(-5))).toBe(true)
  })

  it('says when a part is beyond its end, and sends all of it for a tag that is not its own', async () => {
    const beyond = await get(ofCourse, 'enrolled', { range: 'bytes=700000-' })
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, 'bytes */700000'])
    const other = await get(ofCourse, 'enrolled', { range: 'bytes=5-', 'if-range': '"something else"' })
    expect(other.status).toBe(200)
    await other.body?.cancel()
  })

  it('is not sent again to who has it, and tells its size without its bytes', async () => {
    expect((await get(ofCourse, 'enrolled', { 'if-none-match': `"${ofCourse}"` })).status).toBe(304)
    const head = await gateway.ask(`/v1/files/${ofCourse}`, 'enrolled', { method: 'HEAD' })
    expect([head.status, head.headers.get('content-length')]).toEqual([200, '700000'])
  })
})

describe('who may read a file', () => {
  const everyone: Subject[] = [
    'enrolled',
    'finished',
    'suspended',
    'stranger',
    'teacher',
    'colleague',
    'admin',
  ]
  const statuses = async (sha256: string) =>
    Object.fromEntries(
      await Promise.all(
        everyone.map(async (subject) => {
          const response = await get(sha256, subject)
          await response.body?.cancel()
          return [subject, response.status] as const
        }),
      ),
    )

  it('of a course: those who learn or teach it, and administrators', async () => {
    expect(await statuses(ofCourse)).toEqual({
      enrolled: 200,
      finished: 200,
      suspended: 403,
      stranger: 403,
      teacher: 200,
      colleague: 403,
      admin: 200,
    })
    expect(await statuses(ofDraft)).toMatchObject({ enrolled: 403, teacher: 200, colleague: 403, admin: 200 })
  })

  it('of the catalogue: everyone signed in, and nobody else', async () => {
    expect(new Set(Object.values(await statuses(thumbnail)))).toEqual(new Set([200]))
    expect((await get(thumbnail, null)).status).toBe(401)
  })

  it('of a lesson that is given away: everyone signed in, for as long as it is', async () => {
    const { pool } = gateway.database
    await pool.query('UPDATE media_files SET lesson_id = $1 WHERE sha256 = $2', [`l-${courseId}`, ofCourse])
    expect((await statuses(ofCourse)).stranger).toBe(403)
    await pool.query('UPDATE lessons SET is_free = true WHERE id = $1', [`l-${courseId}`])
    expect(new Set(Object.values(await statuses(ofCourse)))).toEqual(new Set([200]))
    await pool.query('UPDATE lessons SET is_free = false WHERE id = $1', [`l-${courseId}`])
    expect((await statuses(ofCourse)).stranger).toBe(403)
  })

  it('is nobody’s question where there is no such file', async () => {
    expect((await get('0'.repeat(64), 'enrolled')).status).toBe(404)
    expect((await get('0'.repeat(64), 'admin')).status).toBe(404)
    expect((await get('not-a-hash', 'admin')).status).toBe(404)
  })
})
