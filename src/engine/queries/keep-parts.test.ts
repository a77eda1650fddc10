import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openDatabase, type Sqlite } from '../db/open-database.ts'
import { readDb } from '../db/read-db.ts'
import { readKeepParts } from './keep-parts.ts'

const picture = 'a'.repeat(64)
const film = 'b'.repeat(64)

let folder: string
let sqlite: Sqlite
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'brainix-keep-parts-'))
  sqlite = openDatabase(join(folder, 'db.sqlite'))
  sqlite.exec(`
    INSERT INTO courses (id, title, slug, description, instructor_id, category_id, price, currency, published, featured,
        level, language, objectives, requirements, tags, total_students, total_reviews, average_rating, content_version, media_bytes, created_at, updated_at)
      VALUES ('c', 'Bees', 'bees', '', 'i', 'k', '0', 'USD', 1, 0, 'BEGINNER', 'en', '[]', '[]', '[]', 0, 0, '0', 1, 0, 1, 1);
    INSERT INTO modules (id, course_id, title, position, published, created_at, updated_at) VALUES ('m', 'c', 'The hive', 1, 1, 1, 1);
    INSERT INTO lessons (id, module_id, course_id, title, type, position, published, content, video_url, is_free, created_at, updated_at) VALUES
      ('seen', 'm', 'c', 'Seen', 'TEXT', 1, 1, 'See ![](brainix-file:${picture})', NULL, 0, 1, 1),
      ('watched', 'm', 'c', 'Watched', 'VIDEO', 2, 1, 'And again ![](brainix-file:${picture})', 'brainix-file:${film}', 0, 1, 1),
      ('read', 'm', 'c', 'Read', 'TEXT', 3, 1, 'Only words.', NULL, 0, 1, 1);
    INSERT INTO media_files (id, course_id, lesson_id, sha256, size_bytes, mime_type, name, created_at) VALUES
      ('f1', 'c', 'seen', '${picture}', 10, 'image/png', 'p.png', 1),
      ('f2', 'c', 'watched', '${film}', 1000, 'video/webm', 'f.webm', 1);
    INSERT INTO shape_groups (group_name, course_id, verified_version) VALUES ('course', 'c', 1);
  `)
})
afterEach(() => {
  sqlite.close()
  rmSync(folder, { recursive: true })
})

const arrived = (sha256: string, bytes: number) =>
  sqlite
    .prepare(`INSERT INTO blobs (sha256, size_bytes, mime_type, stored_at_ms) VALUES (?, ?, 'x', 1)`)
    .run(sha256, bytes)
const keep = (...lessonIds: string[]) => {
  sqlite.exec(
    `INSERT OR IGNORE INTO kept_courses (course_id, partial, paused, requested_at_ms) VALUES ('c', 1, 0, 1)`,
  )
  for (const id of lessonIds)
    sqlite.prepare(`INSERT INTO kept_lessons (course_id, lesson_id) VALUES ('c', ?)`).run(id)
}
const parts = (inFlight = 0) => {
  const search = { courseRows: () => null, commonTags: () => [] }
  const context = { read: readDb(sqlite), search, userId: 'me', bytesInFlight: () => inFlight }
  const [module] = readKeepParts(context, 'c')?.modules ?? []
  const states = module?.lessons.map(({ id, state, totalBytes, doneBytes }) => [
    id,
    state,
    totalBytes,
    doneBytes,
  ])
  return { module: [module?.state, module?.totalBytes, module?.doneBytes], states }
}

it('says of each lesson whether its files are here, and counts a file of two lessons once for their module', () => {
  expect(parts()).toEqual({
    module: ['away', 1010, 0],
    states: [
      ['seen', 'away', 10, 0],
      ['watched', 'away', 1010, 0],
      ['read', 'kept', 0, 0],
    ],
  })
  keep('watched')
  arrived(picture, 10)
  expect(parts(400)).toEqual({
    module: ['coming', 1010, 410],
    states: [
      // It was not asked for, but came with the other.
      ['seen', 'kept', 10, 10],
      ['watched', 'coming', 1010, 410],
      ['read', 'kept', 0, 0],
    ],
  })
  arrived(film, 1000)
  expect(parts().module).toEqual(['kept', 1010, 1010])
})

it('says that what is wanted waits while its course is paused, and that it failed while its course says why', () => {
  keep('seen')
  sqlite.exec('UPDATE kept_courses SET paused = 1')
  expect(parts().states?.map(([, state]) => state)).toEqual(['paused', 'away', 'kept'])
  expect(parts().module[0]).toBe('paused')
  sqlite.exec(`UPDATE kept_courses SET paused = 0, error = 'The disk is full.'`)
  expect(parts().module[0]).toBe('failed')
})

it('calls nothing kept before the text of the course has come', () => {
  sqlite.exec('DELETE FROM shape_groups')
  keep('read')
  expect(parts().states?.map(([, state]) => state)).toEqual(['away', 'away', 'coming'])
})
