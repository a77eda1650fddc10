import { expect, type Page, test } from '@playwright/test'
import { moving } from './support/moving.ts'
import { delivered, go, outline, showNotes, signIn } from './support/person.ts'
import { shoot } from './support/shots.ts'
import { stageFor } from './support/stage.ts'
import { writeStudyCourse } from './support/study-course.ts'

const loan = 'How a loan really works'
const dayMs = 24 * 60 * 60_000

const stage = stageFor('keeping', {
  course: writeStudyCourse,
  // One lesson is on YouTube, and one takes place in ten days.
  prepare: async () => {
    const ofLoan = `SELECT l.id, l.module_id FROM lessons l JOIN courses c ON c.id = l.course_id
      WHERE c.title = '${loan}' ORDER BY l.position LIMIT 1`
    const begins = new Date(Date.now() + 10 * dayMs).toISOString().slice(0, 16)
    await stage.centre.query(
      `INSERT INTO lessons (id, title, type, position, module_id, course_id, published, content)
       SELECT 'asking', 'Ask the lender', 'LIVE_SESSION'::lesson_type, 99, module_id, '', true, $1 FROM (${ofLoan}) AS first`,
      [`:::session{start="${begins}Z" minutes="60"}\n:::`],
    )
    await stage.centre.query(
      `UPDATE lessons SET title = 'Seen elsewhere', type = 'VIDEO', video_url = 'https://www.youtube.com/watch?v=x'
       WHERE id = (SELECT id FROM (${ofLoan}) AS first)`,
    )
    // One course is larger than what is allowed to come.
    await stage.centre.query(
      `UPDATE media_files SET size_bytes = 600000000
       WHERE id = (SELECT m.id FROM media_files m JOIN courses c ON c.id = m.course_id
                   WHERE c.slug = 'clean-water-at-home' AND m.lesson_id IS NOT NULL LIMIT 1)`,
    )
  },
})

test('a learner gets ready to travel, keeps single lessons, and removes them without losing own work', async ({
  page,
}) => {
  await page.goto(stage.laptop.shell.url)
  await signIn(page)
  expect(await moving(page)).not.toEqual([])
  await page.emulateMedia({ reducedMotion: 'reduce' })
  expect(await moving(page)).toEqual([])
  await page.getByRole('link', { name: 'Downloads' }).click()

  const travel = page.getByRole('region', { name: 'Ready to travel' })
  await test.step('gets everything for a journey', async () => {
    await expect(travel.getByText(/^Not on this device: .*Reading a weather map/)).toBeVisible()
    await shoot(page, 'ready-to-travel')
    await travel.getByRole('button', { name: /^Get everything missing/ }).click()
    await expect(travel.getByText(/^Everything you learn in is on this device/)).toBeVisible()
    await expect(travel.getByRole('button', { name: /^Get everything missing/ })).toBeHidden()
  })

  await test.step('is told what happens meanwhile, and what cannot be taken along', async () => {
    await expect(
      travel.getByText(`Plays only with a connection, in ${loan}: Seen elsewhere (youtube.com)`),
    ).toBeVisible()
    const session = travel.getByText(/^A live session takes place meanwhile: Ask the lender, /)
    await expect(session).toBeVisible()
    await shoot(page, 'ready-to-travel-told')
    await travel.getByText('7 days', { exact: true }).click()
    await expect(session).toBeHidden()
    await go(page, '/')
    await page.getByRole('link', { name: loan, exact: true }).click()
    await outline(page)
      .getByRole('link', { name: /Seen elsewhere/ })
      .click()
    await expect(page.getByRole('heading', { name: 'This video is only online' })).toBeVisible()
    await expect(page.getByRole('link', { name: 'Watch it on youtube.com' })).toBeVisible()
    await go(page, '/downloads')
  })

  await test.step('chooses among the lessons of a course', async () => {
    await page.getByRole('button', { name: 'Choose lessons of Reading a weather map' }).click()
    const parts = page.getByRole('group', { name: 'Lessons of Reading a weather map to keep' })
    const boxes = parts.getByRole('checkbox')
    await expect(boxes.first()).toBeChecked()
    const lesson = parts
      .getByRole('listitem')
      .filter({ hasText: /\d (kB|MB)/ })
      .first()
      .getByRole('checkbox')
    await lesson.focus()
    await page.keyboard.press('Space')
    await expect(lesson).not.toBeChecked()
    await expect(
      travel.getByText(/^Only the lessons you chose are here: Reading a weather map/),
    ).toBeVisible()
    await shoot(page, 'downloads-lessons')
    await lesson.click()
    await expect(lesson).toBeChecked()
  })

  await test.step('sets a limit', async () => {
    await page.getByLabel('Space for courses').selectOption({ label: '500 MB' })
    await page.reload()
    await expect(page.getByLabel('Space for courses')).toHaveValue('500000000')
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
    await page.setViewportSize({ width: 900, height: 600 })
    await shoot(page, 'downloads-dark-900x600')
    await go(page, '/course/clean-water-at-home')
    await page.getByRole('button', { name: /^Keep on this device · [67]\d\d MB/ }).click()
    await go(page, '/downloads')
    const water = rowOf(page, 'Clean water at home')
    await expect(water).toContainText('The limit you set for downloads is reached.')
    await expect(water.getByRole('button', { name: /^Try again/ })).toBeVisible()
    await shoot(page, 'downloads-limit-reached-dark-900x600')
  })

  const film = /^Three places: /
  await test.step('keeps one lesson from the page of a course, with the keyboard', async () => {
    await go(page, '/course/studying-well')
    await page.getByRole('button', { name: 'Enroll without keeping' }).click()
    const menu = page.getByRole('button', { name: film })
    await expect(menu).toHaveAccessibleName('Three places: Not on this device')
    await menu.focus()
    await page.keyboard.press('Enter')
    await expect(page.getByText('What it weighs is known once the course’s text is here.')).toBeVisible()
    expect(await moving(page)).toEqual([])
    await shoot(page, 'course-keep-lesson-dark-900x600')
    await page.getByRole('menuitem', { name: 'Keep this lesson on this device' }).press('Enter')
    await expect(menu).toHaveAccessibleName(/^Three places: On this device · \d+ kB$/)
    await expect(page.getByRole('button', { name: /^Reading slowly: / })).toHaveAccessibleName(
      /^Reading slowly: Not on this device · .* kB$/,
    )
    await expect(page.getByRole('button', { name: /^Questions, live: / })).toBeHidden()
  })

  await page.setViewportSize({ width: 1280, height: 800 })
  await test.step('opens another without a connection, and has its files come with the next one', async () => {
    await delivered(page)
    stage.laptop.wire.cut()
    await page.getByRole('link', { name: 'Reading slowly' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Reading slowly' })).toBeVisible()
    const missing = page.getByText('Pictures, videos and files of this lesson are not on this device.')
    await expect(missing).toBeVisible()
    await shoot(page, 'lesson-files-missing-dark')
    await page.getByRole('button', { name: /^Get them · / }).click()
    await expect(outline(page).getByRole('button', { name: /^Reading slowly: / })).toHaveAccessibleName(
      'Reading slowly: Waiting to download',
    )
    stage.laptop.wire.mend()
    await syncNow(page)
    await page.goBack()
    await expect(outline(page).getByRole('button', { name: /^Reading slowly: / })).toHaveAccessibleName(
      /^Reading slowly: On this device · /,
    )
  })

  await test.step('removes one from the outline beside a lesson', async () => {
    const menu = outline(page).getByRole('button', { name: film })
    await menu.click()
    await page.getByRole('menuitem', { name: 'Remove from this device' }).click()
    await expect(menu).toHaveAccessibleName(/^Three places: Not on this device · \d+ kB$/)
    await expect(menu).toBeFocused()
  })

  await test.step('keeps a whole module, pauses it before it comes, and goes on', async () => {
    stage.laptop.wire.cut()
    const menu = outline(page).getByRole('button', { name: /^Chapters: / })
    await menu.press('Enter')
    await page.getByRole('menuitem', { name: /^Keep this module on this device/ }).press('Enter')
    await expect(outline(page).getByRole('button', { name: film })).toHaveAccessibleName(
      'Three places: Waiting to download',
    )
    await go(page, '/downloads')
    await rowOf(page, 'Studying well').getByRole('button', { name: 'Pause' }).click()
    await expect(rowOf(page, 'Studying well')).toContainText('Paused')
    stage.laptop.wire.mend()
    await syncNow(page)
    await delivered(page)
    await go(page, '/downloads')
    await expect(rowOf(page, 'Studying well')).toContainText('Paused')
    await rowOf(page, 'Studying well')
      .getByRole('button', { name: /^Resume/ })
      .click()
    await expect(rowOf(page, 'Studying well')).toContainText(/On this device · \d+ kB/)
    await go(page, '/settings')
    const weights = page.getByRole('list', { name: 'Space used by each course' })
    await expect(weights.getByRole('listitem').filter({ hasText: 'Studying well' })).toContainText(/\d+ kB/)
    await go(page, '/')
    await page.getByRole('link', { name: 'Studying well', exact: true }).click()
    await outline(page).getByRole('link', { name: 'Reading slowly' }).click()
  })

  await test.step('keeps a note whose lesson is deleted, and is told that it is gone', async () => {
    const field = await showNotes(page)
    await field.fill('Fifteen minutes, then stop')
    await expect(page.getByText(/^(?:On this device|Received) · /).first()).toBeVisible()
    await syncNow(page)
    await delivered(page)
    await go(page, '/notes')
    await expect(page.getByRole('link', { name: 'Reading slowly' })).toBeVisible()
    await stage.centre.query("DELETE FROM lessons WHERE title = 'Reading slowly'")
    await syncNow(page)
    await go(page, '/notes')
    await expect(page.getByText('This lesson is no longer in the course. Your note stays.')).toBeVisible({
      timeout: 60_000,
    })
    await expect(page.getByText('Fifteen minutes, then stop')).toBeVisible()
    await expect(page.getByRole('link', { name: 'Reading slowly' })).toBeHidden()
    await shoot(page, 'note-of-deleted-lesson-dark')
  })
})

/** A course among the downloads. */
function rowOf(page: Page, title: string) {
  return page.getByRole('listitem').filter({ has: page.getByRole('heading', { level: 2, name: title }) })
}

async function syncNow(page: Page): Promise<void> {
  await go(page, '/activity')
  await page.getByRole('button', { name: 'Sync now' }).click()
}
