import { readFile } from 'node:fs/promises'
import { expect, test } from '@playwright/test'
import { go, signIn } from './support/person.ts'
import { shoot } from './support/shots.ts'
import { stageFor } from './support/stage.ts'

const stage = stageFor('progress')

test('a learner sees how far they are, takes their certificate along, and their time of study is kept', async ({
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto(stage.laptop.shell.url)
  await signIn(page)
  const week = page.getByRole('region', { name: 'This week' })
  await expect(week.getByRole('listitem')).toHaveCount(7)
  await expect(week.getByText(/^3 days in a row$/)).toBeVisible()

  await week.getByRole('link', { name: 'All of your progress' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Progress' })).toBeVisible()
  await expect(page.getByText(/^Level \d+$/)).toBeVisible()
  const chart = page.getByRole('img', { name: /Time of study per day in the last twelve weeks/ })
  await expect(chart).toBeVisible()
  await shoot(page, 'progress')
  await page.getByRole('main').evaluate((main) => main.scrollTo(0, main.scrollHeight))
  await shoot(page, 'progress-end')
  const region = (name: string) =>
    page
      .getByRole('main')
      .locator('section')
      .filter({ has: page.getByRole('heading', { name }) })
  await expect(region('Quiz scores').getByRole('listitem')).toHaveText([/\d+%, (not )?passed/])
  const weather = region('When you will be through')
    .getByRole('listitem')
    .filter({ hasText: 'Reading a weather map' })
  await expect(weather).toContainText(/2 of \d+ lessons/)
  await expect(weather).toContainText(/Around \d+ \w+ \d{4}/)
  await page.getByText('Table', { exact: true }).click()
  await expect(page.getByRole('row')).toHaveCount(85)

  const saving = page.waitForEvent('download')
  await page.getByRole('button', { name: /Save the certificate of Clean water at home as PDF/ }).click()
  const download = await saving
  expect(download.suggestedFilename()).toBe('Certificate Clean water at home.pdf')
  const pdf = await readFile(await download.path())
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
  expect(pdf.length).toBeGreaterThan(20_000)

  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
  await page.setViewportSize({ width: 900, height: 600 })
  await shoot(page, 'progress-dark-900x600')
  await page.setViewportSize({ width: 1280, height: 800 })

  await page.getByRole('link', { name: 'My learning', exact: true }).click()
  await page.getByRole('link', { name: /^Continue: / }).click()
  await expect(page.getByRole('article').getByRole('heading', { level: 1 })).toBeVisible()
  await page.mouse.move(400, 300)
  await expect
    .poll(
      async () => {
        // Time is told every half minute, and whenever the lesson is left.
        await go(page, '/')
        await expect(page.getByRole('heading', { name: /Hello, Amina/ })).toBeVisible()
        await page.getByRole('link', { name: /^Continue: / }).click()
        await expect(page.getByRole('article')).toBeVisible()
        await page.waitForTimeout(1_500)
        const [row] = await stage.centre.query(
          `SELECT count(*)::int AS count FROM study_sessions WHERE time_zone <> 'UTC' OR seconds < 300`,
        )
        return row?.count
      },
      { timeout: 120_000 },
    )
    .toBeGreaterThan(0)
})
