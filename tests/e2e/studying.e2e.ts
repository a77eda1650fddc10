import { readFile } from 'node:fs/promises'
import { expect, type Locator, type Page, test } from '@playwright/test'
import { moving } from './support/moving.ts'
import { enrollAndKeep, go, openPage, outline, signIn } from './support/person.ts'
import { shoot } from './support/shots.ts'
import { stageFor } from './support/stage.ts'
import { writeStudyCourse } from './support/study-course.ts'

const stage = stageFor('studying', { course: writeStudyCourse })

test('a learner studies offline: text, film, files, notes on passages, a live session', async ({
  browser,
}) => {
  const context = await browser.newContext()
  const page = await openPage(context)

  await test.step('keeps the course and loses the centre', async () => {
    await page.goto(stage.laptop.shell.url)
    await signIn(page)
    await enrollAndKeep(page, 'studying-well')
    await stage.centre.kill()
  })

  await test.step('reads a text with everything Markdown has', async () => {
    await go(page, '/')
    await page.getByRole('link', { name: 'Studying well', exact: true }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Reading slowly' })).toBeVisible()
    const article = page.getByRole('article')
    await expect(article.locator('.katex').first()).toBeVisible()
    await expect(article.getByRole('table')).toBeVisible()
    await expect(article.getByRole('checkbox', { name: 'Done', exact: true })).toBeChecked()
    await expect(article.locator('pre .hljs-keyword')).toHaveText('import')
    await expect(article.getByRole('region', { name: 'Tip' })).toContainText('Sit by a window')
    await article.getByRole('link', { name: '1', exact: true }).click()
    await expect(article.getByText('In a letter of his.')).toBeInViewport()
  })

  await test.step('keeps a passage as a highlight, another as a note, and finds both again', async () => {
    await select(page, 'say aloud what it said')
    await page
      .getByRole('toolbar', { name: 'Selected words' })
      .getByRole('button', { name: 'Highlight' })
      .click()
    await expect.poll(() => painted(page)).toEqual(['say aloud what it said'])
    await select(page, 'between knowing and recognising')
    await page.getByRole('toolbar', { name: 'Selected words' }).getByRole('button', { name: 'Note' }).click()
    const notes = page.getByRole('complementary', { name: 'Notes' })
    await expect(notes.getByRole('textbox', { name: /^Note of/ }).first()).toBeFocused()
    await page.keyboard.type('The **heart** of it')
    await expect(notes.getByText(/^On this device/).first()).toBeVisible()
    await expect.poll(async () => (await painted(page)).length).toBe(2)
    await shoot(page, 'studying-passages')
    await notes.getByRole('button', { name: 'Go to the passage: say aloud what it said' }).click()
    await expect(page.getByText('say aloud what it said').first()).toBeInViewport()
    await page.getByRole('button', { name: 'Bookmark this place' }).click()
    await expect(notes.getByRole('button', { name: /^Go to the bookmark/ })).toBeVisible()
    await select(page, 'close the book')
    await expect(page.getByRole('toolbar', { name: 'Selected words' })).toBeVisible()
    await page.keyboard.press('h')
    await expect.poll(() => painted(page)).toContain('close the book')
  })

  await test.step('from all notes back to the passage, and away with a file of them', async () => {
    await go(page, '/notes')
    await expect(page.getByRole('heading', { level: 1, name: 'Notes' })).toBeVisible()
    await expect(page.getByText('between knowing and recognising')).toBeVisible()
    await expect(page.locator('strong', { hasText: 'heart' })).toBeVisible()
    await shoot(page, 'studying-notes')
    const saving = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Save as Markdown' }).click()
    const saved = await (await saving).path()
    expect(await readFile(saved, 'utf8')).toMatch(
      /## Studying well\n\n### Reading slowly\n[\s\S]*> between knowing and recognising\n\nThe \*\*heart\*\* of it/,
    )
    await page.getByRole('link', { name: 'Reading slowly' }).first().click()
    await expect(page.getByRole('heading', { level: 1, name: 'Reading slowly' })).toBeVisible()
  })

  await test.step('comes back to the paragraph where it was left', async () => {
    const seventh = page.getByRole('heading', { name: 'Part 7' })
    await page.getByRole('main').focus()
    await page.keyboard.press('Home')
    await seventh.evaluate((heading) => heading.scrollIntoView())
    await expect.poll(() => blocksFrom(page, 'Part 7')).toBeLessThanOrEqual(1)
    await go(page, '/')
    await page.getByRole('link', { name: /^Continue: Reading slowly/ }).click()
    await expect(seventh).toBeInViewport()
    await outline(page)
      .getByRole('link', { name: /Three places/ })
      .click()
    await expect(page.getByRole('heading', { level: 1, name: 'Three places' })).toBeVisible()
    await page.getByRole('link', { name: 'Previous' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Reading slowly' })).toBeVisible()
    await expect(seventh).toBeInViewport()
  })

  await test.step('reads a PDF in the app, searches it, and comes back to its page', async () => {
    await page.getByRole('button', { name: /^The rain sheet/ }).click()
    const viewer = page.getByRole('dialog', { name: 'The rain sheet' })
    await expect(viewer.getByText('of 3 pages')).toBeVisible()
    await expect(viewer.getByText('Rain in the hills')).toBeVisible()
    await viewer.getByRole('searchbox', { name: 'Search in this document' }).fill('rain')
    await expect(viewer.getByRole('status')).toHaveText(/of 2 matches/)
    await viewer.getByRole('textbox', { name: 'Page' }).fill('3')
    await expect(viewer.getByText('Drought')).toBeInViewport()
    await shoot(page, 'studying-pdf')
    await viewer.getByRole('button', { name: 'Close the file' }).click()
    await expect(page.getByRole('button', { name: /^The rain sheet/ })).toBeFocused()
    await page.getByRole('button', { name: /^The rain sheet/ }).click()
    await expect(viewer.getByText('Drought')).toBeInViewport()
    await viewer.getByRole('button', { name: 'Close the file' }).click()
  })

  await test.step('looks at code in the app; a sheet is saved under its own name', async () => {
    await page.getByRole('button', { name: /^rain\.py/ }).click()
    const viewer = page.getByRole('dialog', { name: 'rain.py' })
    await expect(viewer.locator('.hljs-keyword').first()).toHaveText('import')
    await shoot(page, 'studying-code')
    await page.keyboard.press('Escape')
    await expect(viewer).toBeHidden()
    const saving = page.waitForEvent('download')
    await page.getByRole('button', { name: /^Budget/ }).click()
    expect((await saving).suggestedFilename()).toBe('budget.xlsx')
  })

  await test.step('listens to a sound beside the text, by its name and with the keyboard', async () => {
    const sound = page.getByLabel('The hum of the hills')
    await sound.focus()
    await page.keyboard.press('Space')
    await expect.poll(() => heardSecond(sound)).toBeGreaterThan(0.5)
    await page.keyboard.press('Space')
    await expect.poll(() => sound.evaluate((audio: HTMLAudioElement) => audio.paused)).toBe(true)
    expect(await sound.evaluate((audio: HTMLAudioElement) => Math.round(audio.duration))).toBe(4)
  })

  await test.step('watches a film with chapters, captions and the keyboard', async () => {
    await outline(page)
      .getByRole('link', { name: /Three places/ })
      .click()
    await expect(page.getByRole('main')).toBeFocused()
    const video = page.locator('video')
    await expect.poll(() => video.evaluate((film: HTMLVideoElement) => film.readyState)).toBeGreaterThan(1)
    expect((await moving(page)).join()).toContain('media-time-range')
    await page.emulateMedia({ reducedMotion: 'reduce' })
    expect(await moving(page)).toEqual([])
    await page.emulateMedia({ reducedMotion: null })
    await page
      .getByRole('navigation', { name: 'Chapters' })
      .getByRole('button', { name: /The staging area/ })
      .click()
    await expect.poll(() => second(page)).toBe(10)
    await page.getByRole('article').click({ position: { x: 5, y: 5 } })
    await page.keyboard.press('l')
    await expect.poll(() => second(page)).toBe(20)
    await page.keyboard.press('j')
    await page.keyboard.press('ArrowLeft')
    await expect.poll(() => second(page)).toBe(5)
    await page.keyboard.press('c')
    await expect.poll(() => captionsShown(page)).toEqual(['en'])
    await page.keyboard.press('>')
    await expect.poll(() => video.evaluate((film: HTMLVideoElement) => film.playbackRate)).toBe(1.25)
    await page.keyboard.press('m')
    await expect.poll(() => video.evaluate((film: HTMLVideoElement) => film.muted)).toBe(true)
    await page.keyboard.press('k')
    await expect.poll(() => video.evaluate((film: HTMLVideoElement) => film.paused)).toBe(false)
    await page.keyboard.press('k')
    await expect.poll(() => video.evaluate((film: HTMLVideoElement) => film.paused)).toBe(true)
    // A sound beside the film has its own keys: they are not the film's.
    const sound = page.getByLabel('The sound of the sea')
    await sound.focus()
    await page.keyboard.press('Space')
    await expect.poll(() => heardSecond(sound)).toBeGreaterThan(0.5)
    expect(await video.evaluate((film: HTMLVideoElement) => film.paused)).toBe(true)
    await page.keyboard.press('Space')
    await expect.poll(() => sound.evaluate((audio: HTMLAudioElement) => audio.paused)).toBe(true)
    await page.getByRole('textbox', { name: 'New note' }).fill('km, no deed of the film')
    await expect(page.locator('button[title="km, no deed of the film"]')).toBeAttached()
    await shoot(page, 'studying-film')
    await page
      .getByRole('navigation', { name: 'Chapters' })
      .getByRole('button', { name: /The staging area/ })
      .click()
    await expect.poll(() => second(page)).toBe(10)
    await page.getByRole('button', { name: 'Go to 0:05 in the video' }).click()
    await expect.poll(() => second(page)).toBe(5)
    for (const name of [
      'Play',
      'Back 10 seconds',
      'Forward 10 seconds',
      'Unmute',
      'Speed 1.25',
      'Fill the screen',
    ])
      await expect(page.getByRole('button', { name, exact: true }), name).toBeVisible()
    await expect(page.getByRole('slider', { name: 'Place in the video' })).toBeAttached()
    await page.getByRole('button', { name: 'Speed 1.25', exact: true }).focus()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await expect(page.getByRole('button', { name: 'Picture in picture', exact: true })).toBeFocused()
    await page.keyboard.press('Enter')
    const leave = page.getByRole('button', { name: 'Leave picture in picture', exact: true })
    await expect(leave).toBeFocused()
    await expect.poll(() => isApart(page)).toBe(true)
    await page.keyboard.press('Enter')
    await expect.poll(() => isApart(page)).toBe(false)
    const captions = page.getByRole('combobox', { name: 'Captions' })
    await expect(captions.getByRole('option')).toHaveText(['Off', 'English', 'Spanish'])
    await captions.selectOption({ label: 'Spanish' })
    await expect.poll(() => captionsShown(page)).toEqual(['es'])
    await page.reload()
    await expect.poll(() => captionsShown(page)).toEqual(['es'])
    await captions.selectOption({ label: 'Off' })
    await expect.poll(() => captionsShown(page)).toEqual([])
  })

  await test.step('sets the text as it reads best, and folds both panels away', async () => {
    await outline(page)
      .getByRole('link', { name: /Reading slowly/ })
      .click()
    const text = page.getByText('Part 1 takes a quarter of an hour')
    const size = () => text.evaluate((element) => Number.parseFloat(getComputedStyle(element).fontSize))
    const before = await size()
    await page.getByRole('button', { name: 'Reading', exact: true }).click()
    await page.getByRole('button', { name: 'Larger text' }).click()
    await expect.poll(size).toBeGreaterThan(before)
    const width = () => text.evaluate((element) => element.getBoundingClientRect().width)
    const medium = await width()
    await page.getByText('Narrow', { exact: true }).click()
    await expect.poll(width).toBeLessThan(medium)
    await page.getByText('Easy to tell apart', { exact: true }).click()
    await expect
      .poll(() => text.evaluate((element) => getComputedStyle(element).fontFamily))
      .toContain('Atkinson')
    await page.getByText('Dark', { exact: true }).click()
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
    await shoot(page, 'studying-reading-settings')
    await page.keyboard.press('Escape')
    await expect(page.getByRole('button', { name: 'Reading', exact: true })).toBeFocused()
    await page.getByRole('button', { name: 'Focus mode' }).click()
    await expect(outline(page)).toBeHidden()
    await expect(page.getByRole('complementary', { name: 'Notes' })).toBeHidden()
    await shoot(page, 'studying-focus')
    await page.keyboard.press('Escape')
    await expect(outline(page)).toBeVisible()
  })

  await test.step('puts the live session into the calendar, on the right hour', async () => {
    await outline(page)
      .getByRole('link', { name: /Questions, live/ })
      .click()
    const session = page.getByRole('region', { name: 'Live session' })
    await expect(session).toContainText('Planned')
    const saving = page.waitForEvent('download')
    await session.getByRole('button', { name: 'Add to calendar' }).click()
    const saved = await readFile(await (await saving).path(), 'utf8')
    expect(saved).toContain('DTSTART:20311203T170000Z\r\n')
    expect(saved).toContain('DTEND:20311203T183000Z\r\n')
    await shoot(page, 'studying-session')
    await page.getByRole('button', { name: 'Mark as complete' }).click()
    await page.getByRole('link', { name: 'Next: Your own folder' }).click()
    await page.getByRole('button', { name: 'Mark as handed in' }).click()
    await expect(page.getByRole('article').getByText('Completed')).toBeVisible()
  })

  await test.step('twice as large, everything still fits and can be reached', async () => {
    await page.setViewportSize({ width: 640, height: 400 })
    await outlineDrawer(page).click()
    await page
      .getByRole('dialog')
      .getByRole('link', { name: /Reading slowly/ })
      .click()
    await expect(page.getByRole('heading', { level: 1, name: 'Reading slowly' })).toBeVisible()
    await expect
      .poll(() =>
        page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
      )
      .toBeLessThanOrEqual(0)
    await shoot(page, 'studying-twice-as-large')
  })
  await context.close()
})

const outlineDrawer = (page: Page) => page.getByRole('button', { name: 'Show outline' })
const heardSecond = (sound: Locator) => sound.evaluate((audio: HTMLAudioElement) => audio.currentTime)
const second = (page: Page) =>
  page.locator('video').evaluate((film: HTMLVideoElement) => Math.round(film.currentTime))

/** How many blocks of the text lie between some words and the place that is kept for the lesson. */
function blocksFrom(page: Page, words: string): Promise<number> {
  return page.evaluate((wanted) => {
    const key = Object.keys(localStorage).find((name) => name.startsWith('brainix-place:'))
    const kept = JSON.parse(localStorage.getItem(key ?? '') ?? '{"block":-9}')
    const blocks = [...document.querySelectorAll('.bx-markdown > *')]
    return Math.abs(kept.block - blocks.findIndex(({ textContent }) => textContent === wanted))
  }, words)
}

/** Whether the film has a window of its own over all others. */
function isApart(page: Page): Promise<boolean> {
  return page.locator('video').evaluate((film) => document.pictureInPictureElement === film)
}

/** Selects words of the lesson, as dragging over them does. */
async function select(page: Page, words: string): Promise<void> {
  await page.evaluate((wanted) => {
    const walker = document.createTreeWalker(
      document.querySelector('.bx-markdown') ?? document,
      NodeFilter.SHOW_TEXT,
    )
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const at = node.textContent?.indexOf(wanted) ?? -1
      if (at < 0) continue
      node.parentElement?.scrollIntoView({ block: 'center' })
      document.getSelection()?.setBaseAndExtent(node, at, node, at + wanted.length)
      return
    }
    throw new Error(`the lesson does not say: ${wanted}`)
  }, words)
}

/** The words of the lesson that are painted as marked. */
function painted(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...(CSS.highlights.get('bx-note') ?? [])].map((range) => range.toString()).sort(),
  )
}

/** Languages of the captions that lie over the film. */
function captionsShown(page: Page): Promise<string[]> {
  return page
    .locator('video')
    .evaluate((film: HTMLVideoElement) =>
      [...film.textTracks]
        .filter(({ kind, mode }) => kind === 'captions' && mode === 'showing')
        .map(({ language }) => language),
    )
}
