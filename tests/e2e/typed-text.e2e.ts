import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { type Centre, importCourse, type Shell, startCentre, startShell } from './support/processes.ts'
import { shoot } from './support/shots.ts'
import { writeStudyCourse } from './support/study-course.ts'

let folder: string
let centre: Centre
let shell: Shell

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'brainix-typed-'))
  await chmod(folder, 0o755)
  centre = await startCentre(join(folder, 'centre'))
  await writeStudyCourse(join(folder, 'course'))
  await importCourse(join(folder, 'centre'), join(folder, 'course'))
  shell = await startShell(join(folder, 'laptop'), centre.gatewayUrl)
})

test.afterAll(async () => {
  await shell?.stop().catch(() => {})
  await centre?.stop()
  await rm(folder, { recursive: true, force: true })
})

test('what was typed while the engine did not answer survives that engine and window both die', async ({
  browser,
}) => {
  const context = await browser.newContext()
  let page = await context.newPage()
  await page.goto(shell.url)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('button', { name: /Amina Diallo/ }).click()
  await expect(page.getByRole('heading', { name: /Hello, Amina/ })).toBeVisible()
  await page.goto(`${origin(page)}#/course/studying-well`)
  await page.getByRole('button', { name: /^Enroll and keep on this device/ }).click()
  await expect(page.getByText(/^Kept on this device|On this device/).first()).toBeVisible()
  const home = `${origin(page)}`
  await openLesson(page)
  const note = page.getByRole('textbox', { name: 'New note' })
  await note.fill('Known to the device')
  await expect(page.getByRole('button', { name: 'Another note' })).toBeVisible()

  // The engine stands still: it takes nothing in, and its shell does not notice.
  const engine = await shell.enginePid()
  process.kill(engine, 'SIGSTOP')
  await page
    .getByRole('textbox', { name: /^(New note|Note of)/ })
    .first()
    .pressSequentially(', and not yet')
  await page.getByRole('button', { name: 'Another note' }).click()
  await page.getByRole('textbox', { name: 'New note' }).pressSequentially('Known to nobody')
  await page.close({ runBeforeUnload: false })
  process.kill(engine, 'SIGKILL')

  page = await context.newPage()
  await page.goto(home)
  await page.goto(`${home}#/notes`)
  await expect(page.getByText('Known to the device, and not yet')).toBeVisible()
  await expect(page.getByText('Known to nobody')).toBeVisible()
  await shoot(page, 'typed-text-after-the-crash')
  await page.reload()
  await expect(page.getByText('Known to nobody')).toHaveCount(1)
  expect(
    await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('brainix-unwritten'))),
  ).toEqual([])
  await expect
    .poll(async () =>
      (await centre.query("SELECT content FROM notes WHERE content LIKE 'Known%' ORDER BY content")).map(
        (row) => row.content,
      ),
    )
    .toHaveLength(2)
  await context.close()
})

const origin = (page: Page) => page.url().split('#')[0]

async function openLesson(page: Page): Promise<void> {
  await page.goto(`${origin(page)}#/`)
  await page.getByRole('link', { name: 'Studying well', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Reading slowly' })).toBeVisible()
  await page.getByRole('button', { name: 'Show notes' }).click()
}
