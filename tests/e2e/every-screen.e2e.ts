import { readFile } from 'node:fs/promises'
import { expect, type Page, test } from '@playwright/test'
import { go, showNotes, signIn } from './support/person.ts'
import { picture, shoot } from './support/shots.ts'
import { stageFor } from './support/stage.ts'

const stage = stageFor('every-screen')
const course = 'reading-a-weather-map' // in which Amina learns already

const large = { width: 1280, height: 800 }
const small = { width: 900, height: 600 }
/** Both sizes, light, dark and from right to left; axe reads each screen in both themes and directions, and at 200 %. */
const looks = [
  { language: 'en', colorScheme: 'light', size: { width: 640, height: 400 }, read: true },
  { language: 'en', colorScheme: 'light', size: small, read: false },
  { language: 'en', colorScheme: 'light', size: large, read: false },
  { language: 'en', colorScheme: 'dark', size: small, read: true },
  { language: 'en', colorScheme: 'dark', size: large, read: false },
  { language: 'ar', colorScheme: 'light', size: small, read: false },
  { language: 'ar', colorScheme: 'light', size: large, read: true },
  { language: 'ar', colorScheme: 'dark', size: small, read: true },
  { language: 'ar', colorScheme: 'dark', size: large, read: false },
] as const

test('every screen can be read and used in a small window, in the dark, and from right to left', async ({
  page,
}) => {
  test.setTimeout(600_000)
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto(stage.laptop.shell.url)
  await signIn(page)
  await go(page, `/course/${course}`)
  await page.getByRole('button', { name: /^Keep on this device/ }).click()
  await expect(page.getByText(/^Kept on this device|On this device/).first()).toBeVisible()
  const places = await fillEveryScreen(page)
  expect(Object.keys(places).toSorted(), 'every route of the app is looked at').toEqual(await routes())

  for (const { language, colorScheme, size, read } of looks) {
    const name = `${language}-${colorScheme}-${size.width}x${size.height}`
    await test.step(name, async () => {
      await page.setViewportSize(size)
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await go(page, '/settings')
      await page.locator('#setting-language').selectOption(language)
      await expect(page.locator('html')).toHaveAttribute('dir', language === 'ar' ? 'rtl' : 'ltr')
      for (const [route, place] of Object.entries(places)) {
        await go(page, place)
        await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible()
        await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
        const screen = route.replaceAll(/\W+/g, '-').replaceAll(/^-|-$/g, '') || 'my-learning'
        await (read ? shoot : picture)(page, `every-${screen}-${name}`)
        expect(await hangsOver(page), `${screen} in ${name} fits into the window`).toBe(false)
      }
    })
  }
})

/** Leaves something on every screen. @returns where each route of the app leads to, with what is there. */
async function fillEveryScreen(page: Page): Promise<Record<string, string>> {
  const one = async (sql: string) => String((await stage.centre.query(sql))[0]?.id)
  const courseId = await one(`SELECT id FROM courses WHERE slug = '${course}'`)
  const inCourse = `course_id = '${courseId}'`
  const lessonId = await one(
    `SELECT id FROM lessons WHERE ${inCourse} AND type = 'TEXT' ORDER BY position LIMIT 1`,
  )
  const quizId = await one(`SELECT id FROM quizzes WHERE ${inCourse} AND type = 'PRACTICE' LIMIT 1`)

  await go(page, `/learn/${courseId}/${lessonId}`)
  await (await showNotes(page)).fill('Isobars that lie close together: **wind**.')
  const arrived = () => stage.centre.query(`SELECT 1 FROM notes WHERE content LIKE 'Isobars%'`)
  await expect.poll(async () => (await arrived()).length).toBe(1)

  await go(page, `/quiz/${quizId}`)
  await page.getByRole('button', { name: /^(Start the quiz|Take it again)/ }).click()
  await page.getByRole('button', { name: 'Finish' }).click()
  await page
    .getByRole('dialog', { name: 'Finish this quiz?' })
    .getByRole('button', { name: 'Finish' })
    .click()
  await expect(page.getByRole('status', { name: 'Receipt' })).toBeVisible()
  const attemptId = page.url().split('/').at(-1)
  return {
    '/': '/',
    '/catalogue': '/catalogue',
    '/course/$slug': `/course/${course}`,
    '/learn/$courseId': `/learn/${courseId}`,
    '/learn/$courseId/$lessonId': `/learn/${courseId}/${lessonId}`,
    '/notes': '/notes',
    '/search': '/search?q=wind',
    '/progress': '/progress',
    '/review': '/review',
    '/quiz/$quizId': `/quiz/${quizId}`,
    '/attempt/$attemptId': `/attempt/${attemptId}`,
    '/downloads': '/downloads',
    '/activity': '/activity',
    '/settings': '/settings',
    '/profile': '/profile',
  }
}

/** The routes the app has, as they stand in its table. */
async function routes(): Promise<string[]> {
  const table = await readFile(new URL('../../src/renderer/app/routes.tsx', import.meta.url), 'utf8')
  const paths = [...table.matchAll(/path: '([^']+)'/g)].map(([, path]) => path ?? '')
  if (paths.length === 0) throw new Error('there are no routes in the table')
  return paths.toSorted()
}

/** Whether something makes the window scroll sideways. */
function hangsOver(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
}
