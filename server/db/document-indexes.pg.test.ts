import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLargeSchool } from '../../tests/support/large-school.ts'
import type { TestDatabase } from '../../tests/support/postgres.ts'
import { planOf, recordingPool } from '../../tests/support/query-plan.ts'
import { getCoursesWithDetails } from './catalogue-queries.ts'
import { getUserDashboardData } from './dashboard-query.ts'

let school: TestDatabase
beforeAll(async () => {
  school = await createLargeSchool()
})
afterAll(() => school.drop())

/** The indexes the schema document gives names, with their definitions. */
const NAMED = [
  'idx_users_email ON public.users USING btree (email)',
  'idx_users_role ON public.users USING btree (role)',
  'idx_courses_published ON public.courses USING btree (published) WHERE (published = true)',
  'idx_courses_featured ON public.courses USING btree (featured) WHERE (featured = true)',
  'idx_enrollments_user_course ON public.enrollments USING btree (user_id, course_id)',
  'idx_progress_enrollment ON public.progress USING btree (enrollment_id)',
  `idx_courses_search ON public.courses USING gin (to_tsvector('english'::regconfig, (((title)::text || ' '::text) || description)))`,
  'idx_courses_instructor_published ON public.courses USING btree (instructor_id, published)',
  'idx_orders_user_status ON public.orders USING btree (user_id, status)',
]

/** Its @@index lines, table by table. */
const INDEXED = [
  'users(email)',
  'users(role)',
  'users(created_at)',
  'courses(published)',
  'courses(featured)',
  'courses(instructor_id)',
  'courses(category_id)',
  'courses(created_at)',
  'categories(slug)',
  'categories(parent_id)',
  'modules(course_id)',
  'modules(position)',
  'lessons(module_id)',
  'lessons(position)',
  'resources(lesson_id)',
  'enrollments(user_id)',
  'enrollments(course_id)',
  'enrollments(status)',
  'progress(enrollment_id)',
  'progress(lesson_id)',
  'quizzes(lesson_id)',
  'questions(quiz_id)',
  'quiz_attempts(user_id)',
  'quiz_attempts(quiz_id)',
  'cart(user_id)',
  'wishlist(user_id)',
  'orders(user_id)',
  'orders(status)',
  'orders(created_at)',
  'order_items(order_id)',
  'coupons(code)',
  'coupons(valid_from, valid_until)',
  'analytics_events(user_id)',
  'analytics_events(event)',
  'analytics_events(created_at)',
  'course_analytics(date)',
]

/** Its @unique and @@unique lines. */
const UNIQUE = [
  'users(clerk_id)',
  'users(email)',
  'instructor_profiles(user_id)',
  'student_profiles(user_id)',
  'courses(slug)',
  'categories(name)',
  'categories(slug)',
  'enrollments(user_id, course_id)',
  'progress(enrollment_id, lesson_id)',
  'answers(attempt_id, question_id)',
  'cart(user_id, course_id)',
  'wishlist(user_id, course_id)',
  'orders(order_number)',
  'coupons(code)',
  'course_analytics(course_id, date)',
]

describe('the indexes of the schema document', () => {
  let plain: Set<string>
  let unique: Set<string>
  let definitions: string[]
  beforeAll(async () => {
    const found = await school.pool.query(`
      SELECT i.indrelid::regclass::text AS table_name, i.indisunique AS is_unique, pg_get_indexdef(i.indexrelid) AS definition,
        (SELECT string_agg(a.attname, ', ' ORDER BY k.ordinality)
          FROM unnest(i.indkey) WITH ORDINALITY k (attnum, ordinality)
          JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum) AS columns
      FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
      WHERE c.relnamespace = 'public'::regnamespace AND i.indisvalid`)
    const key = (row: { table_name: string; columns: string }) => `${row.table_name}(${row.columns})`
    plain = new Set(found.rows.filter((row) => !row.definition.includes(' WHERE ')).map(key))
    unique = new Set(found.rows.filter((row) => row.is_unique).map(key))
    definitions = found.rows.map((row) => row.definition.replace(/^CREATE (UNIQUE )?INDEX /, ''))
  })

  it.each(NAMED)('%s', (definition) => {
    expect(definitions).toContain(definition)
  })

  it('stand on every column it indexes', () => {
    expect(INDEXED.filter((index) => !plain.has(index))).toEqual([])
  })

  it('stand on everything it calls unique', () => {
    expect(UNIQUE.filter((index) => !unique.has(index))).toEqual([])
  })

  it('leave no foreign key without an index to find its rows by', async () => {
    const bare = await school.pool.query(`
      SELECT c.conname FROM pg_constraint c
      WHERE c.contype = 'f' AND NOT EXISTS (
        SELECT 1 FROM pg_index i WHERE i.indrelid = c.conrelid AND i.indkey[0] = c.conkey[1] AND i.indpred IS NULL)`)
    expect(bare.rows).toEqual([])
  })
})

describe('the plan on 10,000 courses', () => {
  /** Plans of every parameterised query the work sends. */
  async function plansOf(work: (pool: ReturnType<typeof recordingPool>['pool']) => Promise<unknown>) {
    const { pool, sent } = recordingPool(school.url)
    try {
      await work(pool)
    } finally {
      await pool.end()
    }
    expect(sent.length).toBeGreaterThan(0)
    return Promise.all(sent.map(({ text, values }) => planOf(school.pool, text, values)))
  }

  it('of a catalogue page reads courses in their order, without sorting them all', async () => {
    const [plan] = await plansOf((pool) => getCoursesWithDetails(pool, { limit: 24, offset: 24 }))
    expect(plan?.indexes).toContain('courses_catalogue_idx')
    expect(plan?.scanned).not.toContain('courses')
    expect(plan?.sorts).toBe(false)
  })

  it('of the featured courses does too', async () => {
    const [plan] = await plansOf((pool) =>
      getCoursesWithDetails(pool, { featured: true, limit: 12, offset: 0 }),
    )
    expect(plan?.indexes).toContain('courses_catalogue_idx')
    expect(plan?.sorts).toBe(false)
  })

  it('of a search uses the full-text index', async () => {
    const [plan] = await plansOf((pool) =>
      getCoursesWithDetails(pool, { search: 'subject421', limit: 24, offset: 0 }),
    )
    expect(plan?.indexes).toContain('idx_courses_search')
  })

  it("of an instructor's published courses uses the composite index", async () => {
    const [plan] = await plansOf((pool) =>
      getCoursesWithDetails(pool, { instructorId: 'u7', limit: 100, offset: 0 }),
    )
    expect(plan?.indexes).toContain('idx_courses_instructor_published')
  })

  it("of a person's dashboard finds everything by index", async () => {
    const plans = await plansOf((pool) => getUserDashboardData(pool, 'u600'))
    expect(plans).toHaveLength(4)
    expect(plans.flatMap((plan) => plan.scanned)).toEqual([])
    const used = plans.map((plan) => plan.indexes.join(' '))
    expect(used[0]).toMatch(/idx_enrollments_user_course|enrollments_user_id/)
    expect(used[1]).toMatch(/orders_user_id_idx|idx_orders_user_status/)
    expect(used[2]).toMatch(/order_items_order_id_idx/)
    expect(used[3]).toMatch(/idx_progress_enrollment|progress_enrollment_id_lesson_id_key/)
  })

  it.each([
    ['idx_orders_user_status', `SELECT * FROM orders WHERE user_id = 'u600' AND status = 'COMPLETED'`],
    ['idx_courses_published', `SELECT count(*) FROM courses WHERE published = true`],
    ['idx_users_role', `SELECT * FROM users WHERE role = 'ADMIN'`],
    ['idx_progress_enrollment', `SELECT count(*) FROM progress WHERE enrollment_id = 'e5'`],
    ['progress_user_id_idx', `SELECT * FROM progress WHERE user_id = 'u600'`],
    ['lessons_course_id_id_key', `SELECT * FROM lessons WHERE course_id = 'c5'`],
    ['quizzes_course_id_type_id_key', `SELECT * FROM quizzes WHERE course_id = 'c5'`],
    [
      'questions_course_id_quiz_type_idx',
      `SELECT * FROM questions WHERE course_id = 'c5' AND quiz_type = 'PRACTICE'`,
    ],
    [
      'change_feed_user_id_xid_idx',
      `SELECT * FROM change_feed WHERE user_id = 'u600' AND xid >= '5'::xid8
         AND NOT pg_visible_in_snapshot(xid, '5:5:'::pg_snapshot)`,
    ],
  ])('uses %s for %s', async (index, query) => {
    const plan = await planOf(school.pool, query)
    expect(plan.indexes).toContain(index)
    expect(plan.scanned).toEqual([])
  })

  it.each([
    ['users', `SELECT * FROM users WHERE email = 'u9@school.test'`, /^(idx_users_email|users_email_key)$/],
    [
      'courses',
      `SELECT count(*) FROM courses WHERE featured = true`,
      /^(idx_courses_featured|courses_featured_idx)$/,
    ],
    [
      'enrollments',
      `SELECT * FROM enrollments WHERE user_id = 'u600' AND course_id = 'c5'`,
      /^(idx_enrollments_user_course|enrollments_user_id_course_id_key)$/,
    ],
  ])(
    'finds rows of %s by one of the two indexes the document has on exactly these columns: %s',
    async (_table, query, index) => {
      expect((await planOf(school.pool, query)).indexes).toEqual([expect.stringMatching(index)])
    },
  )
})

describe('the queries of the schema document', () => {
  it('list published courses: featured, then most students, then newest', async () => {
    const page = await getCoursesWithDetails(school.pool, { limit: 300, offset: 0 })
    const keys = await school.pool.query(
      `SELECT id, featured FROM courses WHERE published ORDER BY featured DESC, total_students DESC, created_at DESC, id LIMIT 300`,
    )
    expect(page.map((course) => course.id)).toEqual(keys.rows.map((row) => row.id))
    expect(keys.rows.at(-1).featured).toBe(false)
    const next = await getCoursesWithDetails(school.pool, { limit: 1, offset: 299 })
    expect(next[0]?.id).toBe(page[299]?.id)
  })

  it('select the fields it names and nothing else, counts included', async () => {
    const [course] = await getCoursesWithDetails(school.pool, { search: '"course 6"', limit: 5, offset: 0 })
    const counted = await school.pool.query(`
      SELECT (SELECT count(*)::int FROM enrollments WHERE course_id = 'c6') AS enrollments,
        (SELECT count(*)::int FROM reviews WHERE course_id = 'c6') AS reviews`)
    expect(counted.rows[0].enrollments).toBeGreaterThan(0)
    expect(counted.rows[0].reviews).toBeGreaterThan(0)
    expect(course).toEqual({
      id: 'c6',
      title: 'Course 6',
      slug: 'course-6',
      thumbnail: null,
      price: '26.00',
      discountPrice: null,
      averageRating: '0.0',
      totalStudents: (6 * 7919) % 5000,
      level: 'BEGINNER',
      instructor: { id: 'u7', name: 'Person 7', avatar: null },
      category: { id: 'g7', name: 'Category 7', slug: 'category-7' },
      _count: counted.rows[0],
    })
  })

  it.each([
    [{ categoryId: 'g3' }, `category_id = 'g3'`],
    [{ level: 'ADVANCED', categoryId: 'g3' }, `level = 'ADVANCED' AND category_id = 'g3'`],
    [{ instructorId: 'u7' }, `instructor_id = 'u7'`],
    [{ featured: true }, 'featured'],
    [{ featured: false, categoryId: 'g8' }, `NOT featured AND category_id = 'g8'`],
    [{ language: 'de' }, `language = 'de'`],
    [{ search: 'subject12 lesson' }, `description LIKE '%subject12.%'`],
  ] as const)('filter the catalogue by %o', async (filters, condition) => {
    const page = await getCoursesWithDetails(school.pool, { ...filters, limit: 10_000, offset: 0 })
    const expected = await school.pool.query(`SELECT id FROM courses WHERE published AND ${condition}`)
    expect(page.map((course) => course.id).sort()).toEqual(expected.rows.map((row) => row.id).sort())
  })

  it('give a dashboard: active courses last opened first, the latest orders with items, progress by completion', async () => {
    await school.pool.query(`
      INSERT INTO users (id, clerk_id, email, name) VALUES ('dora', 'dora', 'dora@school.test', 'Dora');
      INSERT INTO enrollments (id, user_id, course_id, status, last_accessed_at)
      SELECT 'de' || n, 'dora', 'c' || n, CASE WHEN n = 14 THEN 'SUSPENDED'::enrollment_status ELSE 'ACTIVE' END,
        timestamptz '2026-03-01' + n * interval '1 day' FROM generate_series(1, 14) n;
      INSERT INTO progress (id, enrollment_id, lesson_id, completed)
      SELECT 'dp' || n, 'de1', 'l' || n, n <= 2 FROM generate_series(1, 5) n;
      INSERT INTO orders (id, order_number, user_id, subtotal, total, created_at)
      SELECT 'do' || n, 'D' || n, 'dora', 10, 10, timestamptz '2026-03-01' + n * interval '1 day' FROM generate_series(1, 7) n;
      INSERT INTO order_items (id, order_id, course_id, title, price)
      VALUES ('di1', 'do7', 'c1', 'Old title', 5), ('di2', 'do7', 'c2', 'Course 2', 5), ('di3', 'do6', 'c3', 'Course 3', 5)`)
    const dashboard = await getUserDashboardData(school.pool, 'dora')
    expect(dashboard.enrollments.map((row) => row.id)).toEqual(
      [13, 12, 11, 10, 9, 8, 7, 6, 5, 4].map((n) => `de${n}`),
    )
    expect(dashboard.enrollments[0]).toMatchObject({
      status: 'ACTIVE',
      progress: '0.00',
      course: { id: 'c13', title: 'Course 13', thumbnail: null, instructor: { name: 'Person 14' } },
    })
    expect(dashboard.orders.map((row) => [row.id, row.items.map((item) => item.id)])).toEqual([
      ['do7', ['di1', 'di2']],
      ['do6', ['di3']],
      ['do5', []],
      ['do4', []],
      ['do3', []],
    ])
    expect(dashboard.orders[0]?.items[0]).toMatchObject({
      title: 'Old title',
      course: { title: 'Course 1', thumbnail: null },
    })
    expect(dashboard.progress.toSorted((a, b) => Number(a.completed) - Number(b.completed))).toEqual([
      { completed: false, _count: 3 },
      { completed: true, _count: 2 },
    ])
  })

  it('give a person who has nothing yet an empty dashboard', async () => {
    expect(await getUserDashboardData(school.pool, 'u1')).toEqual({
      enrollments: [],
      orders: [],
      progress: [],
    })
  })
})
