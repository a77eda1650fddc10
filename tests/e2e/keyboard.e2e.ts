import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, type Locator, type Page, test } from '@playwright/test'
import { noonZone } from '../support/noon-zone.ts'
import { delivered, openPage, outline, syncStatus } from './support/person.ts'
import { importCourse } from './support/processes.ts'
import { stageFor } from './support/stage.ts'

const repository = fileURLToPath(new URL('../..', import.meta.url))
const gitCourse = join(repository, '..', 'shared', 'data', 'courses', 'git-novice')
const companion = join(repository, 'resources', 'demo', 'git-companion')

const stage = stageFor('keyboard', {
  prepare: async () => {
    await importCourse(join(stage.folder, 'centre'), gitCourse, '--with', companion)
  },
})

test('a learner’s week offline is lived by keyboard alone, and the focus is always seen and never lost', async ({
  browser,
}) => {
  const context = await browser.newContext({ reducedMotion: 'reduce', timezoneId: noonZone() })
  const page = await openPage(context)
  const main = page.getByRole('main')
  const arrive = async (name: string | RegExp) => {
    await expect(main.getByRole('heading', { level: 1, name })).toBeVisible()
    await holdsFocus(page)
  }
  const button = (name: string | RegExp) => page.getByRole('button', { name })

  await test.step('signs in', async () => {
    await page.goto(stage.laptop.shell.url)
    await press(page, button('Sign in'))
    await press(page, button(/Amina Diallo/))
    await expect(page.getByRole('heading', { name: /Hello, Amina/ })).toBeVisible()
  })

  await test.step('finds a course, enrolls and keeps it', async () => {
    await press(page, page.getByRole('link', { name: 'Catalogue' }))
    await arrive('Catalogue')
    await reach(page, page.getByRole('searchbox'))
    await page.keyboard.type('version control')
    await expect(page.getByText('1 course', { exact: true })).toBeVisible()
    await press(page, main.getByRole('link', { name: /Version Control with Git/ }))
    await arrive('Version Control with Git')
    await press(page, button(/^Enroll and keep on this device/))
    await expect(main.getByText(/^On this device/).first()).toBeVisible()
    await holdsFocus(page)
    await delivered(page)
  })

  await test.step('the centre is killed', async () => {
    await stage.centre.kill()
    await expect(syncStatus(page)).toHaveAccessibleName(/Offline/)
  })

  await test.step('reads a lesson to its end, and takes a note on the way', async () => {
    await press(page, main.getByRole('link', { name: /^Start/ }).first())
    await arrive('Automated Version Control')
    const next = page.getByRole('link', { name: /^Next: / })
    await expect(next).toBeAttached()
    await expect(next, 'the text stands there').not.toBeInViewport()
    await page.keyboard.press('PageDown')
    await expect.poll(() => scrolled(page)).toBeGreaterThan(100)
    const notes = button('Show notes')
    const field = page.getByRole('textbox', { name: 'New note' })
    await expect(notes.or(field).first()).toBeVisible()
    if (await notes.isVisible()) await press(page, notes)
    await reach(page, field)
    await page.keyboard.type('Written without a mouse')
    await expect(page.getByText(/^On this device · /).first()).toBeVisible()
    await press(page, button('Skip to content'))
    await expect(main).toBeFocused()
    // Pictures that come into view make a text longer.
    await expect(async () => {
      await page.keyboard.press('End')
      await expect(page.getByRole('article').getByText('Completed')).toBeVisible({ timeout: 2_000 })
      await expect(next).toBeInViewport({ timeout: 2_000 })
    }).toPass({ timeout: 60_000 })
    await holdsFocus(page)
  })

  await test.step('watches a film: plays, seeks and pauses it, and marks its lesson as complete', async () => {
    await press(page, outline(page).getByRole('link', { name: /Three places/ }))
    await arrive(/Three places/)
    const film = page.locator('video')
    const isPaused = () => film.evaluate((video: HTMLVideoElement) => video.paused)
    const second = () => film.evaluate((video: HTMLVideoElement) => video.currentTime)
    await expect.poll(() => film.evaluate((video: HTMLVideoElement) => video.readyState)).toBeGreaterThan(1)
    await page.keyboard.press('k')
    await expect.poll(second).toBeGreaterThan(0)
    expect(await isPaused()).toBe(false)
    await page.keyboard.press('k')
    await expect.poll(isPaused).toBe(true)
    await press(page, button('Back 10 seconds'))
    const before = await second()
    expect(before).toBeLessThanOrEqual(16)
    await page.keyboard.press('l')
    await expect.poll(second).toBeCloseTo(before + 10, 1)
    await page.keyboard.press('j')
    await expect.poll(second).toBeCloseTo(before, 1)
    await reach(page, button('Play'))
    await page.keyboard.press('Space')
    await expect.poll(isPaused).toBe(false)
    await page.keyboard.press('k')
    await expect.poll(isPaused).toBe(true)
    await press(page, button('Mark as complete'))
    await expect(page.getByRole('article').getByText('Completed')).toBeVisible()
    await holdsFocus(page)
  })

  await test.step('practises, and is told at once', async () => {
    await press(page, outline(page).getByRole('link', { name: 'Git practice' }).last())
    await arrive('Git practice')
    await press(page, button('Start the quiz'))
    await question(page, 1)
    await page.keyboard.press('1')
    await page.keyboard.press('Enter')
    await expect(page.getByText(/copies the present version/)).toBeVisible()
    await holdsFocus(page)
    await page.keyboard.press('Enter')
    await question(page, 2)
    await page.keyboard.press('2')
    await press(page, button('Check'))
    await expect(page.getByText('Not right')).toBeVisible()
    await holdsFocus(page)
    await handIn(page, 'Finish')
    await expect(page.getByRole('status', { name: 'Receipt' })).toContainText('%')
  })

  await test.step('hands a graded quiz in, which waits', async () => {
    await press(page, page.getByRole('link', { name: 'Back to the lesson' }))
    await arrive(/./)
    await press(page, outline(page).getByRole('link', { name: 'Git, graded' }).last())
    await arrive('Git, graded')
    await press(page, button('Start the quiz'))
    await question(page, 1)
    await page.keyboard.press('1')
    await page.keyboard.press('ArrowRight')
    await question(page, 2)
    await reach(page, page.getByRole('textbox', { name: 'Your answer' }))
    await page.keyboard.type('.gitignore')
    await page.keyboard.press('Enter')
    await question(page, 3)
    await page.keyboard.press('2')
    await expect(page.getByRole('radio', { name: 'False' })).toBeChecked()
    await expect(button(/^Question 3, answered/)).toBeVisible()
    await handIn(page, 'Hand in')
    await expect(page.getByRole('status', { name: 'Receipt' })).toContainText('On this device')
  })

  await test.step('looks where the work is, and goes back to where the focus was', async () => {
    await press(page, syncStatus(page))
    const details = page.getByRole('dialog')
    await expect(details).toBeVisible()
    await holdsFocus(page)
    await page.keyboard.press('Escape')
    await expect(details).toBeHidden()
    await expect(syncStatus(page)).toBeFocused()
  })

  await test.step('reviews what was not known, by way of the palette', async () => {
    await page.keyboard.press('Control+k')
    await expect(page.getByRole('combobox', { name: 'Search and go to' })).toBeFocused()
    await page.keyboard.type('review')
    await page.keyboard.press('Enter')
    await arrive('Review')
    await expect(page.getByText('1 question left today')).toBeVisible()
    await press(page, button('Show answer'))
    await expect(button(/^Again/)).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(page.getByText('1 of 20 reviewed today')).toBeVisible()
    await holdsFocus(page)
  })

  await test.step('the centre comes back, and everything arrives', async () => {
    await stage.restartCentre()
    await expect(syncStatus(page)).toHaveAccessibleName(/All delivered at/, { timeout: 120_000 })
    await holdsFocus(page)
    const [arrived] = await stage.centre.query(
      `SELECT (SELECT count(*)::int FROM notes WHERE content = 'Written without a mouse') AS notes,
              (SELECT count(*)::int FROM progress p JOIN lessons l ON l.id = p.lesson_id
                WHERE p.completed AND l.title IN ('Automated Version Control', 'Three places for a change')) AS lessons,
              (SELECT count(*)::int FROM quiz_attempts a JOIN quizzes q ON q.id = a.quiz_id
                WHERE a.submitted_at IS NOT NULL AND q.title IN ('Git practice', 'Git, graded')) AS attempts,
              (SELECT count(*)::int FROM question_reviews) AS reviews`,
    )
    expect(arrived).toEqual({ notes: 1, lessons: 2, attempts: 2, reviews: 1 })
  })
  await context.close()
})

/** Tabs to something and presses Enter on it. */
async function press(page: Page, target: Locator): Promise<void> {
  await reach(page, target)
  await page.keyboard.press('Enter')
}

/** A question stands there, and the next key is for it. */
async function question(page: Page, at: number): Promise<void> {
  await expect(page.getByRole('heading', { name: `Question ${at} of 6` })).toBeVisible()
  await holdsFocus(page)
}

async function handIn(page: Page, word: string): Promise<void> {
  await press(page, page.getByRole('button', { name: word, exact: true }))
  const dialog = page.getByRole('dialog', { name: `${word} this quiz?` })
  await press(page, dialog.getByRole('button', { name: word, exact: true }))
  await expect(page.getByRole('status', { name: 'Receipt' })).toBeVisible()
  await holdsFocus(page)
}

const scrolled = (page: Page) => page.locator('[data-lesson-scroller]').evaluate(({ scrollTop }) => scrollTop)

/** The focus is within the place, or in what lies over it: the next key says something to somebody. */
async function holdsFocus(page: Page): Promise<void> {
  await expect
    .poll(() => page.evaluate(() => Boolean(document.activeElement?.closest('main, [role=dialog]'))), {
      message: 'the focus is within the place',
    })
    .toBe(true)
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
