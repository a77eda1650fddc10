import { join } from 'node:path'
import { type Browser, expect, type Page, test } from '@playwright/test'
import { delivered, go, openPage, showNotes, signIn } from './support/person.ts'
import { shoot } from './support/shots.ts'
import { type StagedDevice, stageFor } from './support/stage.ts'

interface Device extends StagedDevice {
  page: Page
}

let amina: string
let lesson: string
const stage = stageFor('attention', {
  prepare: async () => {
    amina = await one(`SELECT id FROM users WHERE email = 'amina@example.org'`)
    lesson = await one(
      `SELECT '/learn/' || l.course_id || '/' || l.id AS id FROM lessons l
       JOIN courses c ON c.id = l.course_id WHERE c.slug = 'reading-a-weather-map' ORDER BY l.id LIMIT 1`,
    )
  },
})

test('what needs a decision is decided on any device, and nothing unsent is left behind', async ({
  browser,
}) => {
  const laptop = await openOn(browser, stage.laptop)
  await go(laptop.page, '/course/reading-a-weather-map')
  await laptop.page.getByRole('button', { name: /^Keep on this device/ }).click()
  await expect(laptop.page.getByText(/^On this device/).first()).toBeVisible()

  await test.step('a refused note says why, is fixed and sent again', async () => {
    laptop.wire.cut()
    await go(laptop.page, lesson)
    await writeNote(laptop.page, 'Isobars close together: wind')
    const noteId = waitingNote(laptop)
    await stage.centre.query(
      `INSERT INTO notes (id, user_id, lesson_id, course_id, content)
       SELECT $1, u.id, l.id, '', 'of somebody else' FROM users u, lessons l
       WHERE u.id <> $2 LIMIT 1`,
      [noteId, amina],
    )
    await go(laptop.page, '/activity')
    await expect(list(laptop.page, 'Waiting to be sent').getByText(/^Note in /)).toBeVisible()
    await shoot(laptop.page, 'activity-waiting')
    laptop.wire.mend()
    await laptop.page.getByRole('button', { name: 'Sync now' }).click()
    const refused = laptop.page.getByRole('article', { name: /^Note in / })
    await expect(refused).toContainText('something else under the same number')
    await shoot(laptop.page, 'attention-refused')
    await refused.getByRole('button', { name: 'Fix and send again' }).click()
    await refused.getByRole('textbox', { name: 'Your text' }).fill('Isobars close together: strong wind')
    await shoot(laptop.page, 'attention-fixing')
    await refused.getByRole('button', { name: 'Send again' }).click()
    await expect(refused).toBeHidden()
    await delivered(laptop.page)
    await expect.poll(notesOf).toEqual(['Isobars close together: strong wind'])
    expect(await stage.centre.query(`SELECT resolution FROM sync_rejections`)).toEqual([
      { resolution: 'resent' },
    ])
  })

  const phone = await openOn(browser, await stage.openDevice('phone'), {
    colorScheme: 'dark',
    viewport: { width: 900, height: 600 },
  })
  await test.step('a note changed on two devices is decided on one, and the question is gone on the other', async () => {
    for (const device of [laptop, phone]) {
      await go(device.page, '/notes')
      await expect(device.page.getByText('Isobars close together: strong wind')).toBeVisible()
      device.wire.cut()
    }
    await editNote(laptop.page, 'Written on the laptop')
    await editNote(phone.page, 'Written on the phone')
    laptop.wire.mend()
    await syncNow(laptop)
    await delivered(laptop.page)
    phone.wire.mend()
    await syncNow(phone)
    const question = phone.page.getByRole('article', { name: /^Note in / })
    await expect(question.getByRole('textbox', { name: 'First to arrive' })).toHaveValue(
      'Written on the laptop',
    )
    await expect(question.getByRole('textbox', { name: 'Arrived later' })).toHaveValue('Written on the phone')
    await question.evaluate((element) => element.scrollIntoView())
    await shoot(phone.page, 'attention-conflict-dark-900')
    const there = laptop.page.getByRole('article', { name: /^Note in / })
    await expect(there).toBeVisible()
    await shoot(laptop.page, 'attention-conflict')
    await there.getByRole('textbox', { name: 'Or make one text of both' }).fill('Laptop and phone agree')
    await there.getByRole('button', { name: 'Use this text' }).click()
    await expect(there).toBeHidden()
    await expect(question).toBeHidden()
    await delivered(phone.page)
    await expect.poll(notesOf).toEqual(['Laptop and phone agree'])
  })

  await test.step('unsent work of a dying laptop goes on in a file, and arrives once', async () => {
    laptop.wire.cut()
    await go(laptop.page, lesson)
    await writeNote(laptop.page, 'Written as the battery died')
    await go(laptop.page, '/activity')
    const download = laptop.page.waitForEvent('download')
    await laptop.page.getByRole('button', { name: 'Save what waits to a file' }).click()
    const file = join(stage.folder, 'unsent.json')
    await (await download).saveAs(file)
    await laptop.shell.kill()

    await go(phone.page, '/activity')
    for (const outcome of [/taken in/, /here already/]) {
      const chooser = phone.page.waitForEvent('filechooser')
      await phone.page.getByRole('button', { name: 'Take in a file from another device' }).click()
      await (await chooser).setFiles(file)
      await expect(phone.page.getByText(outcome)).toBeVisible()
    }
    await delivered(phone.page)
    await shoot(phone.page, 'activity-imported-dark-900')
    await expect.poll(notesOf).toContain('Written as the battery died')

    laptop.wire.mend()
    await laptop.restart()
    await laptop.page.goto(laptop.shell.url)
    await delivered(laptop.page)
    await expect.poll(notesOf).toHaveLength(2)
  })

  await test.step('on a metered connection only own work is sent, unless the person says otherwise', async () => {
    await phone.page.evaluate(() => {
      Object.assign(Reflect.get(navigator, 'connection'), { type: 'cellular' })
      Reflect.get(navigator, 'connection').dispatchEvent(new Event('change'))
    })
    await expect(phone.page.getByText(/This connection is metered: only what you did is sent/)).toBeVisible()
    await phone.page.getByRole('heading', { level: 1 }).evaluate((element) => element.scrollIntoView())
    await shoot(phone.page, 'activity-metered-dark-900')
    await phone.page.getByRole('switch', { name: /metered connection/ }).click()
    await expect(phone.page.getByText(/courses and downloads come over it as well/)).toBeVisible()
  })

  await test.step('who signs out with unsent work is warned, and finds it again', async () => {
    laptop.wire.cut()
    await go(laptop.page, lesson)
    await writeNote(laptop.page, 'Left behind over night')
    await laptop.page.getByRole('button', { name: /^Amina Diallo/ }).click()
    await laptop.page.getByRole('menuitem', { name: /Sign out/ }).click()
    const dialog = laptop.page.getByRole('dialog')
    await expect(dialog).toContainText(/1 note.* not been sent/)
    await shoot(laptop.page, 'sign-out-with-unsent-work')
    await dialog.getByRole('button', { name: 'Sign out and keep it here' }).click()
    await expect(laptop.page.getByText(/Work of Amina Diallo waits on this device/)).toBeVisible()
    await shoot(laptop.page, 'sign-in-with-waiting-work')
    laptop.wire.mend()
    await signIn(laptop.page)
    await delivered(laptop.page)
    await expect.poll(notesOf).toContain('Left behind over night')
  })
})

/** A window onto a device. */
async function openOn(
  browser: Browser,
  staged: StagedDevice,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<Device> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options })
  // A desktop browser tells nothing of its network; this one tells what the test wants.
  await context.addInitScript(() =>
    Object.defineProperty(navigator, 'connection', {
      value: Object.assign(new EventTarget(), { type: 'wifi' }),
    }),
  )
  const page = await openPage(context)
  await page.goto(staged.shell.url)
  await signIn(page)
  await delivered(page)
  return Object.assign(staged, { page })
}

const list = (page: Page, name: string) => page.getByRole('list', { name, exact: true })

async function syncNow(device: Device): Promise<void> {
  await go(device.page, '/activity')
  await device.page.getByRole('button', { name: 'Sync now' }).click()
}

async function writeNote(page: Page, text: string): Promise<void> {
  const field = await showNotes(page)
  await field.fill(text)
  await expect(page.getByText(/^On this device · /).first()).toBeVisible()
}

async function editNote(page: Page, text: string): Promise<void> {
  const field = page.getByRole('textbox', { name: /^Note in / }).first()
  if (!(await field.isVisible())) await page.getByRole('button', { name: 'Edit note' }).first().click()
  await field.fill(text)
  await expect(page.getByText(/^On this device · /).first()).toBeVisible()
}

/** Id of the note that waits on a device. */
function waitingNote(device: Device): string {
  const [row] = device.rows(amina, `SELECT args ->> 'noteId' AS id FROM outbox WHERE name = 'notes.create'`)
  return String(row?.id)
}

/** Texts of Amina's notes on the lesson, at the centre. */
async function notesOf(): Promise<unknown[]> {
  const rows = await stage.centre.query(
    `SELECT content FROM notes WHERE user_id = $1 AND '/learn/' || course_id || '/' || lesson_id = $2
     ORDER BY created_at, id`,
    [amina, lesson],
  )
  return rows.map((row) => row.content)
}

async function one(sql: string): Promise<string> {
  const [row] = await stage.centre.query(sql)
  return String(row?.id)
}
