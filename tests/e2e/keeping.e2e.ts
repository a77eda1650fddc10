import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { type Centre, type Shell, startCentre, startShell } from './support/processes.ts'
import { shoot } from './support/shots.ts'

let folder: string
let centre: Centre
let shell: Shell

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'brainix-keeping-'))
  await chmod(folder, 0o755)
  centre = await startCentre(join(folder, 'centre'))
  shell = await startShell(join(folder, 'laptop'), centre.gatewayUrl)
})

test.afterAll(async () => {
  await shell?.stop()
  await centre?.stop()
  await rm(folder, { recursive: true, force: true })
})

test('a learner gets ready to travel, keeps single lessons, and removes them without losing own work', async ({
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto(shell.url)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('button', { name: /Amina Diallo/ }).click()
  await expect(page.getByRole('heading', { name: /Hello, Amina/ })).toBeVisible()
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
