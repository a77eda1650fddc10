import { expect, type Page, test } from '@playwright/test'
import { delivered, go, openPage, signIn } from './support/person.ts'
import { shoot } from './support/shots.ts'
import { stageFor } from './support/stage.ts'

const many = 300

const stage = stageFor('catalogue', {
  prepare: async () => {
    const like = (columns: string) =>
      `INSERT INTO courses SELECT (jsonb_populate_record(c, ${columns})).*
       FROM courses c, generate_series(1, $1) n WHERE c.slug = 'reading-a-weather-map'`
    await stage.centre.query(
      like(`jsonb_build_object('id', 'many-' || n, 'slug', 'field-notes-' || n, 'price', 12, 'level', 'ADVANCED',
        'title', 'Field notes ' || lpad(n::text, 3, '0'), 'featured', false, 'tags', '[]'::jsonb)`),
      [many],
    )
    await stage.centre.query(
      like(`jsonb_build_object('id', 'tides', 'slug', 'mareas', 'price', 0, 'level', 'INTERMEDIATE', 'language', 'es',
        'title', 'Mareas del norte', 'tags', '["tides", "coast"]'::jsonb)`),
      [1],
    )
    await stage.centre.query(
      like(`jsonb_build_object('id', 'machines', 'slug', 'machines', 'price', 20, 'discount_price', 0, 'language', 'zh',
        'title', '机器学习入门', 'tags', '["tides"]'::jsonb)`),
      [1],
    )
    await stage.centre.query(
      `INSERT INTO reviews (id, user_id, course_id, rating, comment)
       SELECT course || id, id, course, stars, 'Thank you.'
       FROM users, (VALUES ('tides', 5), ('machines', 4)) AS given (course, stars)`,
    )
    // Ratings are computed a moment after they are given.
    const waiting = async () => (await stage.centre.query('SELECT 1 FROM counter_changes')).length
    await expect.poll(waiting).toBe(0)
  },
})

test('a course is found among hundreds without a connection: by category, level, language, price, rating and topic', async ({
  browser,
}) => {
  const context = await browser.newContext({ reducedMotion: 'reduce' })
  const page = await openPage(context)
  const filters = page.getByRole('complementary', { name: 'Filters' })
  const cards = page.getByRole('list', { name: 'Courses' })
  const all = await countAtCentre('true')

  await test.step('has the catalogue, and loses the connection', async () => {
    await page.goto(stage.laptop.shell.url)
    await signIn(page)
    await delivered(page)
    await page.getByRole('link', { name: 'Catalogue' }).click()
    await counted(page, all)
    expect(all).toBeGreaterThan(many)
    stage.laptop.wire.cut()
  })

  await test.step('of hundreds only those near the window are on the page, and the last is one key away', async () => {
    await sort(page, 'Title')
    await expect(cards.getByRole('listitem').first()).toHaveAttribute('aria-setsize', String(all))
    expect(await cards.getByRole('listitem').count()).toBeLessThan(60)
    await page.getByRole('main').focus()
    await page.keyboard.press('End')
    const last = cards.locator(`[aria-posinset="${all}"]`)
    await expect(last.getByRole('link', { name: '机器学习入门' })).toBeInViewport()
    expect(await cards.getByRole('listitem').count()).toBeLessThan(60)
    await page.keyboard.press('Home')
  })

  await test.step('each filter leaves what the centre says it should', async () => {
    const only = async (choose: () => Promise<void>, condition: string) => {
      await choose()
      const count = await countAtCentre(condition)
      expect(count, condition).toBeGreaterThan(0)
      expect(count, condition).toBeLessThan(all)
      await counted(page, count)
      await filters.getByRole('button', { name: 'Clear filters' }).click()
      await counted(page, all)
    }
    const category = (name: string) => filters.getByRole('button', { name: new RegExp(`^${name}`) })
    const below = (name: string) => `category_id IN (SELECT id FROM categories WHERE name = '${name}'
      OR parent_id = (SELECT id FROM categories WHERE name = '${name}'))`
    await only(() => category('Nature').click(), below('Nature'))
    await only(() => category('Weather').click(), below('Weather'))
    await only(() => category('Computing').click(), below('Computing'))
    await only(() => filters.getByRole('radio', { name: 'Intermediate' }).check(), `level = 'INTERMEDIATE'`)
    const free = 'COALESCE(discount_price, price) = 0'
    await only(() => filters.getByRole('radio', { name: 'Free' }).check(), free)
    await only(() => filters.getByRole('radio', { name: 'Paid' }).check(), `NOT ${free}`)
    await only(() => filters.getByRole('radio', { name: '4.0 and up' }).check(), 'average_rating >= 4')
    await only(() => pick(page, 'Language', 'Spanish'), `language = 'es'`)
    await only(() => pick(page, 'Topic', 'tides'), `'tides' = ANY(tags)`)
  })

  await test.step('several together leave one, and the address keeps them', async () => {
    await filters.getByRole('button', { name: /^Nature/ }).click()
    await filters.getByRole('radio', { name: 'Free' }).check()
    await filters.getByRole('radio', { name: '4.5 and up' }).check()
    await pick(page, 'Topic', 'tides')
    await counted(page, 1)
    await expect(cards.getByRole('link', { name: 'Mareas del norte' })).toBeVisible()
    await page.reload()
    await counted(page, 1)
    await expect(filters.getByRole('radio', { name: '4.5 and up' })).toBeChecked()
    await shoot(page, 'catalogue-filters')
    await page.setViewportSize({ width: 900, height: 600 })
    await page.getByRole('button', { name: 'Filters (4)' }).click()
    await shoot(page, 'catalogue-filters-900x600')
    await page.getByRole('dialog').getByRole('radio', { name: 'Paid' }).check()
    await page.getByRole('button', { name: 'Close filters' }).click()
    await expect(page.getByRole('heading', { name: 'No course matches' })).toBeVisible()
    await page.getByRole('button', { name: 'Show all courses' }).click()
    await counted(page, all)
    await page.setViewportSize({ width: 1280, height: 800 })
  })

  await test.step('comes in the order of the centre, or as wished', async () => {
    for (const [name, order] of [
      ['Recommended', 'featured DESC, total_students DESC, created_at DESC'],
      ['Best rated', 'average_rating DESC, total_reviews DESC'],
      ['Title', 'lower(title) COLLATE "C"'],
    ] as const) {
      await sort(page, name)
      const [first] = await stage.centre.query(
        `SELECT title FROM courses WHERE published ORDER BY ${order} LIMIT 1`,
      )
      await expect(cards.locator('[aria-posinset="1"]').getByRole('heading'), name).toHaveText(
        String(first?.title),
      )
    }
  })

  await test.step('is found by a piece of its name in a script without spaces', async () => {
    await page.getByRole('searchbox').fill('学习')
    await counted(page, 1)
    await expect(cards.getByRole('link', { name: '机器学习入门' })).toBeVisible()
    await go(page, '/')
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Search and go to' }).fill('习入')
    const found = page.getByRole('group', { name: 'Courses' }).getByRole('option', { name: '机器学习入门' })
    await expect(found).toBeVisible()
    await found.click()
    await expect(page.getByRole('heading', { level: 1, name: '机器学习入门' })).toBeVisible()
  })

  await test.step('its page says what it promises, asks and holds, who teaches it and what others think', async () => {
    await go(page, '/course/reading-a-weather-map')
    const [course] = await stage.centre.query(
      `SELECT short_description, objectives, requirements FROM courses WHERE slug = 'reading-a-weather-map'`,
    )
    const main = page.getByRole('main')
    await expect(main.getByText(String(course?.short_description))).toBeVisible()
    for (const [title, items] of [
      ['What you will be able to do', course?.objectives],
      ['What you need', course?.requirements],
    ] as const) {
      const part = main.locator('section').filter({ has: page.getByRole('heading', { name: title }) })
      await expect(part.getByRole('listitem')).toHaveText(items as string[])
    }
    await expect(main.getByRole('heading', { name: 'What is in it' })).toBeVisible()
    await expect(main.getByText('Teacher of practical things')).toBeVisible()
    await expect(
      main.getByRole('list', { name: 'Ratings by number of stars' }).getByRole('listitem'),
    ).toHaveText(
      ['5 stars', '4 stars', '3 stars', '2 stars', '1 star'].map((stars) => new RegExp(`^${stars}\\d+$`)),
    )
  })
  await context.close()
})

/** How many courses of the centre's catalogue are so. */
async function countAtCentre(condition: string): Promise<number> {
  const [row] = await stage.centre.query(
    `SELECT count(*)::int AS count FROM courses WHERE published AND ${condition}`,
  )
  return Number(row?.count)
}

async function counted(page: Page, count: number): Promise<void> {
  await expect(page.getByText(count === 1 ? '1 course' : `${count} courses`, { exact: true })).toBeVisible()
}

async function pick(page: Page, list: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: list }).click()
  await page.getByRole('option', { name: option, exact: true }).click()
}

async function sort(page: Page, by: string): Promise<void> {
  await pick(page, 'Sort by', by)
}
