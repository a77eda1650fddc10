import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type CatalogueQuery, catalogueQuery, catalogueSorts } from '../../shared/contract/api.ts'
import { openDatabase, type Sqlite } from '../db/open-database.ts'
import { listCatalogue, readFacets } from './catalogue.ts'
import type { CourseSearch, QueryContext } from './query.ts'

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

const folder = mkdtempSync(join(tmpdir(), 'brainix-catalogue-'))
let sqlite: Sqlite
const asked: { sql: string; values: unknown[] }[] = []

const unknowing: CourseSearch = { courseRows: () => null, commonTags: () => ['git'] }
const contextWith = (search: CourseSearch): QueryContext => ({
  read: drizzle(sqlite, { logger: { logQuery: (sql, values) => asked.push({ sql, values }) } }),
  userId: 'me',
  bytesInFlight: () => 0,
  search,
})
const list = (query: CatalogueQuery, search = unknowing) =>
  listCatalogue(contextWith(search), catalogueQuery.parse(query))
const titles = (query: CatalogueQuery, search = unknowing) =>
  list(query, search).courses.map(({ title }) => title)

beforeAll(() => {
  sqlite = openDatabase(join(folder, 'brainix.sqlite'))
  const category = sqlite.prepare(
    'INSERT INTO categories (id, name, slug, parent_id, created_at, updated_at) VALUES (?, ?, ?, ?, 1, 1)',
  )
  category.run('tools', 'Tools', 'tools', null)
  category.run('git', 'Git', 'git', 'tools')
  const course = sqlite.prepare(
    `INSERT INTO courses (id, title, slug, description, price, level, language, tags, instructor_id, category_id,
       published, featured, total_students, average_rating, total_reviews, created_at, updated_at)
     VALUES (?, ?, ?, 'About', ?, ?, ?, ?, 'ines', ?, ?, ?, ?, ?, ?, ?, 1)`,
  )
  course.run('a', 'apples', 'a', '0.00', 'BEGINNER', 'en', '["git"]', 'git', 1, 0, 50, '4.50', 3, 30)
  course.run('b', 'Bees', 'b', '20.00', 'ADVANCED', 'es', '["gitlab"]', 'tools', 1, 1, 5, '3.00', 9, 20)
  course.run('c', 'Clouds', 'c', '0.00', 'BEGINNER', 'ar', '[]', 'other', 1, 0, 90, '5.00', 1, 10)
  course.run('d', 'Draft', 'd', '0.00', 'BEGINNER', 'en', '[]', 'tools', 0, 1, 99, '5.00', 1, 99)
})
afterAll(() => {
  sqlite.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('the catalogue', () => {
  it('is in the order of the schema document, or as asked for', () => {
    expect(titles({})).toEqual(['Bees', 'Clouds', 'apples'])
    expect(titles({ sort: 'newest' })).toEqual(['apples', 'Bees', 'Clouds'])
    expect(titles({ sort: 'rating' })).toEqual(['Clouds', 'apples', 'Bees'])
    expect(titles({ sort: 'title' })).toEqual(['apples', 'Bees', 'Clouds'])
  })

  it('comes page by page', () => {
    expect(titles({ limit: 2, offset: 0 })).toEqual(['Bees', 'Clouds'])
    expect(titles({ limit: 2, offset: 2 })).toEqual(['apples'])
    expect(list({ limit: 2, offset: 9 })).toEqual({ total: 3, courses: [] })
  })

  it('is narrowed by category and those below it, level, language, price, rating and tag', () => {
    expect(titles({ categoryId: 'tools' })).toEqual(['Bees', 'apples'])
    expect(titles({ categoryId: 'git' })).toEqual(['apples'])
    expect(titles({ level: 'ADVANCED' })).toEqual(['Bees'])
    expect(titles({ language: 'ar' })).toEqual(['Clouds'])
    expect(titles({ price: 'free' })).toEqual(['Clouds', 'apples'])
    expect(titles({ price: 'paid' })).toEqual(['Bees'])
    expect(titles({ minRating: 4.5 })).toEqual(['Clouds', 'apples'])
    expect(titles({ minRating: 4 })).toEqual(['Clouds', 'apples'])
    expect(titles({ minRating: 5 })).toEqual(['Clouds'])
    expect(titles({ tag: 'git' })).toEqual(['apples'])
    expect(list({ level: 'INTERMEDIATE' })).toEqual({ total: 0, courses: [] })
  })

  it('is narrowed by words, whether the index of words knows them or not', () => {
    expect(titles({ search: 'loud' })).toEqual(['Clouds'])
    const knowing = { ...unknowing, courseRows: () => [1, 2] }
    expect(titles({ search: 'whatever' }, knowing)).toEqual(['Bees', 'apples'])
    expect(list({ search: 'whatever' }, knowing).total).toBe(2)
    expect(titles({ search: 'whatever', level: 'ADVANCED' }, knowing)).toEqual(['Bees'])
    expect(list({ search: 'whatever' }, { ...unknowing, courseRows: () => [] }).total).toBe(0)
  })

  it('walks along its order where the words match very many courses', () => {
    const everything = { ...unknowing, courseRows: () => Array.from({ length: 6000 }, (_, at) => at + 1) }
    expect(titles({ search: 'e' }, everything)).toEqual(['Bees', 'Clouds', 'apples'])
    expect(titles({ search: 'e', limit: 1, offset: 1 }, everything)).toEqual(['Clouds'])
    expect(titles({ search: 'e', sort: 'title', offset: 2 }, everything)).toEqual(['Clouds'])
  })

  it.each(catalogueSorts)(
    'is read in the order of an index when sorted by %s: nothing is sorted or read whole',
    (sort) => {
      asked.length = 0
      // More than are gathered and sorted: as if the catalogue were large.
      list(
        { sort, search: 'e' },
        { ...unknowing, courseRows: () => Array.from({ length: 6000 }, (_, at) => at) },
      )
      const page = asked.find(({ sql }) => sql.includes('ORDER BY'))
      const plan = sqlite.prepare(`EXPLAIN QUERY PLAN ${page?.sql}`).all(...(page?.values ?? [])) as {
        detail: string
      }[]
      expect(plan.map(({ detail }) => detail)).toEqual([
        expect.stringMatching(/^SEARCH courses USING COVERING INDEX/),
      ])
    },
  )

  it('counts what filters leave in an index, without the courses themselves', () => {
    for (const filters of [
      { level: 'BEGINNER' },
      { language: 'en', price: 'free' },
      { categoryId: 'tools', minRating: 4 },
    ] as const) {
      asked.length = 0
      list(filters)
      const count = asked.find(({ sql }) => sql.includes('count(*)'))
      const plan = sqlite.prepare(`EXPLAIN QUERY PLAN ${count?.sql}`).all(...(count?.values ?? [])) as {
        detail: string
      }[]
      expect(plan[0]?.detail).toMatch(/COVERING INDEX courses_filters_idx/)
    }
  })

  it('offers what it can be narrowed by', () => {
    const facets = readFacets(contextWith(unknowing))
    expect(facets.languages).toEqual(['ar', 'en', 'es'])
    expect(facets.tags).toEqual(['git'])
    expect(facets.categories.map(({ id, courseCount }) => [id, courseCount])).toEqual([
      ['git', 1],
      ['tools', 1],
    ])
  })
})
