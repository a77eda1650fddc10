import { readFile } from 'node:fs/promises'
import { expect, type Page, test } from '@playwright/test'
import { decodePDFRawStream, PDFDocument, PDFName, PDFRawStream } from 'pdf-lib'
import { enrollAndKeep, go, openPage, outline, signIn, syncStatus } from './support/person.ts'
import { shoot } from './support/shots.ts'
import { stageFor } from './support/stage.ts'
import { writeStudyCourse } from './support/study-course.ts'

const stage = stageFor('certificates', { course: writeStudyCourse })

test('a course finished without the centre has a provisional certificate, which the centre confirms by itself', async ({
  browser,
}) => {
  const context = await browser.newContext({ reducedMotion: 'reduce' })
  const page = await openPage(context)
  const completed = page.getByRole('article').getByText('Completed', { exact: true })

  await test.step('keeps the course and loses the centre', async () => {
    await page.goto(stage.laptop.shell.url)
    await signIn(page)
    await enrollAndKeep(page, 'studying-well')
    await stage.centre.kill()
    await expect(syncStatus(page)).toHaveAccessibleName(/Offline/)
  })

  await test.step('completes every lesson: the film by watching it, the others by saying so', async () => {
    await go(page, '/')
    await page.getByRole('link', { name: 'Studying well', exact: true }).click()
    await open(page, 'Reading slowly')
    await page.getByRole('button', { name: 'Mark as complete' }).click()
    await expect(completed).toBeVisible()
    await open(page, 'Three places')
    await page.locator('video').evaluate((film: HTMLVideoElement) => {
      film.muted = true
      film.playbackRate = 4
      return film.play()
    })
    await expect(completed).toBeVisible({ timeout: 60_000 })
    await open(page, 'Questions, live')
    await page.getByRole('button', { name: 'Mark as complete' }).click()
    await expect(completed).toBeVisible()
    await go(page, '/progress')
    await expect(row(page)).toBeHidden()
    await page.goBack()
    await open(page, 'Your own folder')
    await page.getByRole('button', { name: 'Mark as handed in' }).click()
    await expect(completed).toBeVisible()
  })

  await test.step('takes the certificate along, which says that it is provisional', async () => {
    await go(page, '/progress')
    await expect(row(page)).toContainText('Provisional until the centre confirms it')
    await row(page).scrollIntoViewIfNeeded()
    await shoot(page, 'certificate-provisional')
    const { subject, warningPixels } = await savedCertificate(page)
    expect(subject).toContain('Amina Diallo')
    expect(subject).toContain('Studying well')
    expect(subject).toContain('Provisional: not yet confirmed by the centre')
    expect(warningPixels, 'the picture says so too').toBeGreaterThan(500)
  })

  await test.step('the centre comes back and confirms it without a click', async () => {
    await stage.restartCentre()
    await expect(row(page)).toContainText('Confirmed by the centre', { timeout: 120_000 })
    const { subject, warningPixels } = await savedCertificate(page)
    expect(subject).toContain('Studying well')
    expect(subject).not.toContain('Provisional')
    expect(warningPixels).toBe(0)
    const enrollment = `SELECT e.status, e.progress::int, e.completed_at IS NOT NULL AS completed
      FROM enrollments e JOIN courses c ON c.id = e.course_id WHERE c.slug = 'studying-well'`
    expect(await stage.centre.query(enrollment)).toEqual([
      { status: 'COMPLETED', progress: 100, completed: true },
    ])
  })
  await context.close()
})

async function open(page: Page, title: string): Promise<void> {
  await outline(page)
    .getByRole('link', { name: new RegExp(title) })
    .click()
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
}

/** What stands in the list for the course's certificate. */
function row(page: Page) {
  return page
    .getByRole('listitem')
    .filter({ has: page.getByRole('button', { name: 'Save the certificate of Studying well as PDF' }) })
}

/** What a saved certificate says in its properties, and how much of its picture has the colour of warnings. */
async function savedCertificate(page: Page): Promise<{ subject: string; warningPixels: number }> {
  const saving = page.waitForEvent('download')
  await row(page).getByRole('button').click()
  const document = await PDFDocument.load(await readFile(await (await saving).path()))
  const [picture] = document.context
    .enumerateIndirectObjects()
    .map(([, object]) => object)
    .filter((object) => object instanceof PDFRawStream)
    .filter(({ dict }) => dict.get(PDFName.of('Subtype')) === PDFName.of('Image'))
  if (!picture) throw new Error('there is no picture on the certificate')
  const rgb = decodePDFRawStream(picture).decode()
  let warningPixels = 0
  for (let at = 0; at < rgb.length; at += 3)
    if (rgb[at] === 0x8a && rgb[at + 1] === 0x53 && rgb[at + 2] === 0x00) warningPixels++
  return { subject: document.getSubject() ?? '', warningPixels }
}
