import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, expect, type Page, test } from '@playwright/test'
import Database from 'better-sqlite3'
import { type Centre, type Shell, startCentre, startShell } from './support/processes.ts'
import { shoot } from './support/shots.ts'
import { layWire, type Wire } from './support/wire.ts'

interface Device {
  home: string
  page: Page
  shell: Shell
  wire: Wire
}

let folder: string
let centre: Centre
let amina: string
let lesson: string
const devices: Device[] = []

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'brainix-attention-'))
  await chmod(folder, 0o755)
  centre = await startCentre(join(folder, 'centre'))
  amina = await one(`SELECT id FROM users WHERE email = 'amina@example.org'`)
  lesson = await one(
    `SELECT '#/learn/' || l.course_id || '/' || l.id AS id FROM lessons l
     JOIN courses c ON c.id = l.course_id WHERE c.slug = 'reading-a-weather-map' ORDER BY l.id LIMIT 1`,
  )
})

test.afterAll(async () => {
  for (const device of devices) {
    await device.shell.stop().catch(() => {})
    await device.wire.close()
  }
  await centre?.stop()
  await rm(folder, { recursive: true, force: true })
})

test('what needs a decision is decided on any device, and nothing unsent is left behind', async ({
  browser,
}) => {
  const laptop = await openDevice(browser, 'laptop')
  await signIn(laptop.page)
  await go(laptop, '#/course/reading-a-weather-map')
  await laptop.page.getByRole('button', { name: /^Keep on this device/ }).click()
  await expect(laptop.page.getByText(/^On this device/).first()).toBeVisible()

  await test.step('a refused note says why, is fixed and sent again', async () => {
    laptop.wire.cut()
    await go(laptop, lesson)
    await writeNote(laptop.page, 'Isobars close together: wind')
    const noteId = await waitingNote(laptop)
    await centre.query(
      `INSERT INTO notes (id, user_id, lesson_id, course_id, content)
       SELECT $1, u.id, l.id, '', 'of somebody else' FROM users u, lessons l
       WHERE u.id <> $2 LIMIT 1`,
      [noteId, amina],
    )
    await go(laptop, '#/activity')
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
    await expect(status(laptop.page)).toHaveAccessibleName(/All delivered at/)
    expect(await notesOf()).toEqual(['Isobars close together: strong wind'])
    expect(await centre.query(`SELECT resolution FROM sync_rejections`)).toEqual([{ resolution: 'resent' }])
  })

  const phone = await openDevice(browser, 'phone', {
    colorScheme: 'dark',
    viewport: { width: 900, height: 600 },
  })
  await test.step('a note changed on two devices is decided on one, and the question is gone on the other', async () => {
    await signIn(phone.page)
    for (const device of [laptop, phone]) {
      await go(device, '#/notes')
      await expect(device.page.getByText('Isobars close together: strong wind')).toBeVisible()
      device.wire.cut()
    }
    await editNote(laptop.page, 'Written on the laptop')
    await editNote(phone.page, 'Written on the phone')
    laptop.wire.mend()
    await syncNow(laptop)
    await expect(status(laptop.page)).toHaveAccessibleName(/All delivered at/)
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
    await expect(status(phone.page)).toHaveAccessibleName(/All delivered at/)
    expect(await notesOf()).toEqual(['Laptop and phone agree'])
  })

  await test.step('unsent work of a dying laptop goes on in a file, and arrives once', async () => {
    laptop.wire.cut()
    await go(laptop, lesson)
    await writeNote(laptop.page, 'Written as the battery died')
    await go(laptop, '#/activity')
    const download = laptop.page.waitForEvent('download')
    await laptop.page.getByRole('button', { name: 'Save what waits to a file' }).click()
    const file = join(folder, 'unsent.json')
    await (await download).saveAs(file)
    await laptop.shell.kill()

    await go(phone, '#/activity')
    for (const outcome of [/taken in/, /here already/]) {
      const chooser = phone.page.waitForEvent('filechooser')
      await phone.page.getByRole('button', { name: 'Take in a file from another device' }).click()
      await (await chooser).setFiles(file)
      await expect(phone.page.getByText(outcome)).toBeVisible()
    }
    await expect(status(phone.page)).toHaveAccessibleName(/All delivered at/)
    await shoot(phone.page, 'activity-imported-dark-900')
    expect(await notesOf()).toContain('Written as the battery died')

    laptop.wire.mend()
    laptop.shell = await startShell(laptop.home, laptop.wire.url)
    await laptop.page.goto(laptop.shell.url)
    await expect(status(laptop.page)).toHaveAccessibleName(/All delivered at/)
    expect(await notesOf()).toHaveLength(2)
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
    await go(laptop, lesson)
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
    await expect(status(laptop.page)).toHaveAccessibleName(/All delivered at/)
    expect(await notesOf()).toContain('Left behind over night')
  })
})

async function openDevice(
  browser: Browser,
  name: string,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<Device> {
  const home = join(folder, name)
  const wire = await layWire(centre.gatewayUrl)
  const shell = await startShell(home, wire.url)
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options })
  // A desktop browser tells nothing of its network; this one tells what the test wants.
  await context.addInitScript(() =>
    Object.defineProperty(navigator, 'connection', {
      value: Object.assign(new EventTarget(), { type: 'wifi' }),
    }),
  )
  const page = await context.newPage()
  page.on('pageerror', (error) => {
    throw error
  })
  const device = { home, page, shell, wire }
  devices.push(device)
  await page.goto(shell.url)
  return device
}

/** The provider may remember who signed in before in this browser. */
async function signIn(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sign in' }).click()
  const hello = page.getByRole('heading', { name: /Hello, Amina/ })
  const choice = page.getByRole('button', { name: /Amina Diallo/ })
  await expect(hello.or(choice).first()).toBeVisible()
  if (await choice.isVisible()) await choice.click()
  await expect(status(page)).toHaveAccessibleName(/All delivered at/)
}

const status = (page: Page) => page.getByRole('button', { name: /^Sync status/ })
const list = (page: Page, name: string) => page.getByRole('list', { name, exact: true })

async function go(device: Device, place: string): Promise<void> {
  await device.page.goto(`${device.page.url().split('#')[0]}${place}`)
}

async function syncNow(device: Device): Promise<void> {
  await go(device, '#/activity')
  await device.page.getByRole('button', { name: 'Sync now' }).click()
}

async function writeNote(page: Page, text: string): Promise<void> {
  const show = page.getByRole('button', { name: 'Show notes' })
  const field = page.getByRole('textbox', { name: 'New note' })
  await expect(show.or(field).first()).toBeVisible()
  if (await show.isVisible()) await show.click()
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
async function waitingNote(device: Device): Promise<string> {
  const sqlite = new Database(join(device.home, 'device', 'people', amina, 'brainix.sqlite'), {
    readonly: true,
  })
  try {
    const row = sqlite.prepare(`SELECT args ->> 'noteId' AS id FROM outbox WHERE name = 'notes.create'`).get()
    return String((row as { id: string }).id)
  } finally {
    sqlite.close()
  }
}

/** Texts of Amina's notes on the lesson, at the centre. */
async function notesOf(): Promise<unknown[]> {
  const rows = await centre.query(
    `SELECT content FROM notes WHERE user_id = $1 AND '#/learn/' || course_id || '/' || lesson_id = $2
     ORDER BY created_at, id`,
    [amina, lesson],
  )
  return rows.map((row) => row.content)
}

async function one(sql: string): Promise<string> {
  const [row] = await centre.query(sql)
  return String(row?.id)
}
