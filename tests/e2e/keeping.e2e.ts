import { expect, test } from '@playwright/test'
import { signIn } from './support/person.ts'
import { shoot } from './support/shots.ts'
import { stageFor } from './support/stage.ts'

const stage = stageFor('keeping')

test('a learner gets ready to travel, keeps single lessons, and removes them without losing own work', async ({
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto(stage.laptop.shell.url)
  await signIn(page)
  await page.getByRole('link', { name: 'Downloads' }).click()

  const travel = page.getByRole('region', { name: 'Ready to travel' })
  await expect(travel.getByText(/^Not on this device: .*Reading a weather map/)).toBeVisible()
  await shoot(page, 'ready-to-travel')
  await travel.getByRole('button', { name: /^Get everything missing/ }).click()
  await expect(travel.getByText(/^Everything you learn in is on this device/)).toBeVisible()
  await expect(travel.getByRole('button', { name: /^Get everything missing/ })).toBeHidden()

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
  await expect(travel.getByText(/^Only the lessons you chose are here: Reading a weather map/)).toBeVisible()
  await shoot(page, 'downloads-lessons')
  await lesson.click()
  await expect(lesson).toBeChecked()

  await page.getByLabel('Space for courses').selectOption({ label: '500 MB' })
  await page.reload()
  await expect(page.getByLabel('Space for courses')).toHaveValue('500000000')
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
  await page.setViewportSize({ width: 900, height: 600 })
  await shoot(page, 'downloads-dark-900x600')
})
