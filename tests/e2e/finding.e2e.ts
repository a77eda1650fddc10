import { expect, type Locator, type Page, test } from '@playwright/test'
import { go, showNotes, signIn } from './support/person.ts'
import { shoot } from './support/shots.ts'
import { stageFor } from './support/stage.ts'

const stage = stageFor('finding')

test('whatever is on the device is found by its words, and reached by keyboard alone', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto(stage.laptop.shell.url)
  await signIn(page)

  await test.step('the palette leads to a course by the beginning of a word', async () => {
    await openPalette(page)
    await expect(page.getByRole('option', { name: 'Catalogue' })).toBeVisible()
    await page.keyboard.type('WEATH')
    await expect(page.getByRole('group', { name: 'Courses' }).getByRole('option').first()).toBeVisible()
    await shoot(page, 'palette')
    await choose(page, page.getByRole('group', { name: 'Courses' }).getByRole('option').first())
    await expect(page.getByRole('heading', { level: 1, name: /weather map/i })).toBeVisible()
  })

  await test.step('a lesson that is given away can be read without enrolling', async () => {
    await go(page, '/course/field-recording-with-a-phone')
    const given = page.getByRole('listitem').filter({ hasText: 'Free preview' }).getByRole('link')
    await given.first().click()
    await expect(page.getByRole('article').getByRole('paragraph').first()).toBeVisible()
    await page.goBack()
    await shoot(page, 'course-not-enrolled')
    await page.getByRole('list', { name: 'Topics' }).getByRole('link').first().click()
    await expect(page.getByRole('heading', { level: 1, name: 'Catalogue' })).toBeVisible()
    await expect(page.getByRole('link', { name: 'Field recording with a phone' })).toBeVisible()
    await expect(page.getByText('1 course', { exact: true })).toBeVisible()
    await shoot(page, 'catalogue-by-topic')
    await go(page, '/course/reading-a-weather-map')
  })

  await test.step('a course is reviewed with the keyboard alone, and the review is changed and taken back', async () => {
    await page.getByRole('button', { name: 'Write a review' }).press('Enter')
    await expect(page.getByRole('radio', { name: '1 of 5 stars' })).toBeFocused()
    await page.getByRole('button', { name: 'Publish review' }).press('Enter')
    await expect(page.getByRole('alert')).toHaveText('Choose one to five stars first.')
    await page.getByRole('radio', { name: '1 of 5 stars' }).press('Space')
    for (let presses = 0; presses < 3; presses++) await page.keyboard.press('ArrowRight')
    await expect(page.getByRole('radio', { name: '4 of 5 stars' })).toBeChecked()
    await page.getByRole('textbox', { name: 'Title, if you like' }).fill('Clouds have names')
    await page.getByRole('textbox', { name: /^What would you tell/ }).fill('I look up now.')
    await shoot(page, 'review-form')
    // What is not published yet is there again.
    await page.reload()
    await expect(page.getByRole('textbox', { name: 'Title, if you like' })).toHaveValue('Clouds have names')
    await page.getByRole('textbox', { name: 'Title, if you like' }).press('Enter')
    const own = page.getByRole('region', { name: 'Your review' })
    await expect(own.getByRole('heading', { name: 'Clouds have names' })).toBeVisible()
    await expect(page.getByRole('button', { name: 'Edit your review' })).toBeFocused()
    await expect(page.getByText('2 reviews')).toBeVisible()
    await expect(own.getByRole('status')).toHaveText('Your centre has it.')
    await shoot(page, 'review-own')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('radio', { name: '4 of 5 stars' })).toBeFocused()
    await page.keyboard.press('ArrowRight')
    await page.getByRole('button', { name: 'Publish changes' }).press('Enter')
    await expect(own.getByRole('img', { name: '5 of 5 stars' })).toBeVisible()
    await page.getByRole('button', { name: 'Delete your review' }).press('Enter')
    await expect(page.getByRole('button', { name: 'Keep it' })).toBeFocused()
    await shoot(page, 'review-delete')
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).press('Enter')
    await expect(own).toBeHidden()
    await expect(page.getByRole('button', { name: 'Write a review' })).toBeFocused()
    await expect(page.getByText('1 review', { exact: true })).toBeVisible()
  })

  await test.step('the text of a lesson is found once its course is here', async () => {
    await page.getByRole('button', { name: /^Keep on this device/ }).click()
    await expect(page.getByText(/^On this device/).first()).toBeVisible()
    await page.getByRole('link', { name: 'Search', exact: true }).click()
    await page.getByRole('searchbox').fill('isobar')
    const lessons = page.getByRole('region', { name: 'Lessons' })
    await expect(lessons.locator('mark').first()).toHaveText(/isobar/i)
    await shoot(page, 'search')
    await lessons.getByRole('link').first().click()
    await expect(page.getByRole('article').getByRole('heading', { level: 1 })).toBeVisible()
    const opened = new URL(page.url()).hash.split('?')[0]
    await go(page, '/downloads')
    await openPalette(page)
    await page.keyboard.type('isobar')
    await choose(page, page.getByRole('group', { name: 'Lessons' }).getByRole('option').first())
    await expect.poll(() => new URL(page.url()).hash.split('?')[0]).toBe(opened)
  })

  await test.step('Enter pressed at once opens what is found for the last letter, not for the one before', async () => {
    await openPalette(page)
    const first = page.getByRole('group', { name: 'Courses' }).getByRole('option').first()
    await page.keyboard.type('espa')
    await expect(first).toHaveText(/Español/)
    const engine = await stage.laptop.shell.enginePid()
    process.kill(engine, 'SIGSTOP')
    try {
      await page.keyboard.press('Control+a')
      await page.keyboard.type('spreadsh')
      await page.keyboard.press('Enter')
      await expect(first).toHaveText(/Español/)
    } finally {
      process.kill(engine, 'SIGCONT')
    }
    await expect.poll(() => page.url()).toContain('#/course/first-steps-with-spreadsheets')
    await page.goBack()
  })

  await test.step('a note is found as soon as it is written, and leads back to its lesson', async () => {
    await openPalette(page)
    await page.keyboard.type('focus')
    await expect(page.getByRole('option', { name: 'Focus mode' })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(box(page)).toBeHidden()
    const field = await showNotes(page)
    await field.fill('Ask Zubaida about the Föhn wind')
    await expect(page.getByText(/^(On this device|Received) · /).first()).toBeVisible()
    const lesson = new URL(page.url()).hash
    await go(page, '/downloads')
    await openPalette(page)
    await page.keyboard.type('zubaida fohn')
    const note = page.getByRole('group', { name: 'Notes' }).getByRole('option', { name: /Zubaida/ })
    await expect(note).toBeVisible()
    await choose(page, note)
    await expect.poll(() => new URL(page.url()).hash).toContain(lesson.split('?')[0])
  })

  await test.step('places visited come back first, and actions are a word away', async () => {
    await openPalette(page)
    await expect(page.getByRole('group', { name: 'Recent' }).getByRole('option').first()).toBeVisible()
    await page.keyboard.type('dark')
    await choose(page, page.getByRole('option', { name: 'Dark theme' }))
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
    await openPalette(page)
    await page.keyboard.type('map pressure')
    await page.keyboard.press('End')
    await expect(page.getByRole('option', { name: /everywhere/ })).toBeVisible()
    await shoot(page, 'palette-dark')
    await choose(page, page.getByRole('option', { name: /everywhere/ }))
    await expect(page.getByRole('searchbox')).toHaveValue('map pressure')
    await page.setViewportSize({ width: 900, height: 600 })
    await expect(page.getByRole('region', { name: 'Lessons' })).toBeVisible()
    await shoot(page, 'search-dark-narrow')
  })

  await test.step('nothing that is typed breaks it', async () => {
    for (const typed of ['"', '* AND (', 'NEAR(a b)', `${'ab '.repeat(300)}`]) {
      await page.getByRole('searchbox').fill(typed)
      await expect(page.getByRole('searchbox')).toHaveValue(typed)
    }
    await page.getByRole('searchbox').fill('xyzzyx')
    await expect(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible()
    await expect(page.getByRole('heading', { level: 1, name: 'Search' })).toBeVisible()
  })

  await test.step('from right to left as well', async () => {
    await go(page, '/settings')
    await page.getByRole('combobox', { name: 'Language' }).selectOption('ar')
    await expect(page.locator('html')).toHaveAttribute('dir', 'rtl')
    await go(page, '/search?q=isobar')
    await expect(page.locator('mark').first()).toBeVisible()
    await openPalette(page)
    await page.keyboard.type('weath')
    await expect(page.getByRole('option').locator('mark').first()).toBeVisible()
    await shoot(page, 'palette-rtl')
  })
})

/** In English and in Arabic. */
function box(page: Page): Locator {
  return page.getByRole('dialog').getByRole('combobox', { name: /^(Search and go to|البحث والانتقال)$/ })
}

async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press('Control+k')
  await expect(box(page)).toBeFocused()
}

/** Moves down to an option and presses Enter on it. */
async function choose(page: Page, option: Locator): Promise<void> {
  await expect(page.getByRole('listbox')).toHaveAttribute('aria-busy', 'false')
  await expect(option).toBeVisible()
  for (let presses = 0; presses < 60; presses++) {
    if ((await option.getAttribute('aria-selected')) === 'true') return page.keyboard.press('Enter')
    await page.keyboard.press('ArrowDown')
  }
  throw new Error('60 presses of the arrow key do not lead there')
}
