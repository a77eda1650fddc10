import { expect, type Locator, type Page, test } from '@playwright/test'
import { go } from './support/person.ts'
import { stageFor } from './support/stage.ts'

const stage = stageFor('keyboard')

test('everything a learner does first can be done without a mouse, and the focus is always seen', async ({
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto(stage.laptop.shell.url)
  await press(page, page.getByRole('button', { name: 'Sign in' }))
  await press(page, page.getByRole('button', { name: /Amina Diallo/ }))
  await expect(page.getByRole('heading', { name: /Hello, Amina/ })).toBeVisible()

  await press(page, page.getByRole('link', { name: 'Catalogue' }))
  await reach(page, page.getByRole('searchbox'))
  await page.keyboard.type('weather map')
  await expect(page.getByText('1 course', { exact: true })).toBeVisible()
  await press(page, page.getByRole('link', { name: /Reading a weather map/ }))
  await press(page, page.getByRole('button', { name: /^Keep on this device/ }))
  await expect(page.getByText(/^On this device/).first()).toBeVisible()
  await press(
    page,
    page
      .getByRole('main')
      .getByRole('link', { name: /^Continue/ })
      .first(),
  )

  await press(page, page.getByRole('navigation', { name: 'Course outline' }).getByRole('link').first())
  await expect(page.getByRole('article').getByRole('heading', { level: 1 })).toBeVisible()
  const notes = page.getByRole('button', { name: 'Show notes' })
  const field = page.getByRole('textbox', { name: 'New note' })
  await expect(notes.or(field).first()).toBeVisible()
  if (await notes.isVisible()) await press(page, notes)
  await reach(page, field)
  await page.keyboard.type('Written without a mouse')
  await expect(page.getByText(/^(On this device|Received) · /).first()).toBeVisible()

  const quiz = await stage.centre.query(
    `SELECT q.id FROM quizzes q JOIN courses c ON c.id = q.course_id
     WHERE c.slug = 'reading-a-weather-map' AND q.type = 'PRACTICE' LIMIT 1`,
  )
  await go(page, `/quiz/${quiz[0]?.id}`)
  await press(page, page.getByRole('button', { name: /^(Start the quiz|Take it again)/ }))
  await expect(page.getByRole('heading', { name: /^Question 1 of/ })).toBeVisible()
  await page.keyboard.press('1')
  await expect(page.getByRole('radio').first()).toBeChecked()
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('heading', { name: /^Question 2 of/ })).toBeVisible()
})

/** Tabs to something and presses Enter on it. */
async function press(page: Page, target: Locator): Promise<void> {
  await reach(page, target)
  await page.keyboard.press('Enter')
}

/** Tabs until the target has the focus, and looks that one can see it there. */
async function reach(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible()
  for (let presses = 0; presses < 120; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) {
      expect(await target.evaluate(showsFocus), 'the focus can be seen').toBe(true)
      return
    }
    await page.keyboard.press('Tab')
  }
  throw new Error('120 presses of Tab do not lead there')
}

/** Whether an element, or what holds it, looks different with the focus than without. */
async function showsFocus(element: Element): Promise<boolean> {
  const look = () => {
    const styles: string[] = []
    for (let at: Element | null = element; at && at !== document.body; at = at.parentElement) {
      for (const part of [null, '::before', '::after']) {
        const { outline, boxShadow, border, background, textDecoration } = getComputedStyle(at, part)
        styles.push(outline, boxShadow, border, background, textDecoration)
      }
    }
    return styles.join()
  }
  const settled = () =>
    Promise.all(
      document
        .getAnimations()
        .filter(({ effect }) => effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY)
        .map(({ finished }) => finished.catch(() => {})),
    )
  await settled()
  const focused = look()
  const focusable = element as HTMLElement
  focusable.blur()
  await settled()
  const blurred = look()
  focusable.focus()
  return focused !== blurred
}
