import { expect, type Page, test } from '@playwright/test'
import { appUrl, enrollAndKeep, go, showNotes, signIn } from './support/person.ts'
import { shoot } from './support/shots.ts'
import { stageFor } from './support/stage.ts'
import { writeStudyCourse } from './support/study-course.ts'

const stage = stageFor('typed', { course: writeStudyCourse })

test('what was typed while the engine did not answer survives that engine and window both die', async ({
  browser,
}) => {
  const context = await browser.newContext()
  let page = await context.newPage()
  await page.goto(stage.laptop.shell.url)
  await signIn(page)
  await enrollAndKeep(page, 'studying-well')
  const home = appUrl(page)
  await openLesson(page)
  const note = await showNotes(page)
  await note.fill('Known to the device')
  await expect(page.getByRole('button', { name: 'Another note' })).toBeVisible()

  // The engine stands still: it takes nothing in, and its shell does not notice.
  const engine = await stage.laptop.shell.enginePid()
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
  await expect
    .poll(() =>
      page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('brainix-unwritten'))),
    )
    .toEqual([])
  await expect
    .poll(async () =>
      (
        await stage.centre.query("SELECT content FROM notes WHERE content LIKE 'Known%' ORDER BY content")
      ).map((row) => row.content),
    )
    .toHaveLength(2)
  await context.close()
})

async function openLesson(page: Page): Promise<void> {
  await go(page, '/')
  await page.getByRole('link', { name: 'Studying well', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Reading slowly' })).toBeVisible()
}
