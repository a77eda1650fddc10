import { expect, type Page, test } from '@playwright/test'
import { delivered, go, openPage, signIn } from './support/person.ts'
import { shoot } from './support/shots.ts'
import { stageFor } from './support/stage.ts'

const stage = stageFor('languages')

test('the app speaks Spanish and Arabic, right to left, and remembers that it does', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto(stage.laptop.shell.url)
  await signIn(page)

  await page.getByRole('button', { name: /account and settings/ }).click()
  await page.getByRole('menuitem', { name: 'Settings' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible()
  await shoot(page, 'settings-en')

  const language = page.locator('#setting-language')
  await language.focus()
  await language.selectOption('es')
  await expect(page.getByRole('heading', { level: 1, name: 'Ajustes' })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'es')
  // Whoever chose with the keyboard goes on from where they were.
  await expect(language).toBeFocused()
  await follow(page, 'Catálogo')
  await expect(page.getByRole('heading', { level: 1, name: 'Catálogo' })).toBeVisible()
  await expect(page.getByText(/^\d+ cursos$/)).toBeVisible()
  await shoot(page, 'catalogue-es')

  await page.goBack()
  await language.selectOption('ar')
  await expect(page.getByRole('heading', { level: 1, name: 'الإعدادات' })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl')
  await shoot(page, 'settings-ar')

  // It stays so, from the first picture on.
  await page.getByText('داكن', { exact: true }).click()
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
  await page.reload({ waitUntil: 'commit' })
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl')
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
  await page.getByText('مثل النظام', { exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'الإعدادات' })).toBeVisible()

  await walk(page, 'light')
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
  await walk(page, 'dark')

  // The rail stands where reading begins.
  const rail = await page.getByRole('navigation', { name: 'الأماكن' }).boundingBox()
  expect(rail?.x).toBeGreaterThan(640)

  // The rest of the settings, without a mouse.
  await follow(page, 'تعلّمي')
  await page.getByRole('button', { name: /الحساب والإعدادات/ }).press('Enter')
  await page.getByRole('menuitem', { name: 'الإعدادات' }).press('Enter')
  await language.selectOption('en')
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible()
  const size = () => page.evaluate(() => document.documentElement.style.getPropertyValue('--bx-reading-size'))
  const before = await size()
  await page.getByRole('button', { name: 'Larger text' }).focus()
  await page.keyboard.press('Enter')
  await expect.poll(size).not.toBe(before)
  await page.getByRole('radio', { name: 'Easy to tell apart' }).focus()
  await page.keyboard.press('Space')
  await expect(page.getByText(/^Snow falls/)).toHaveCSS('font-family', /Atkinson/)

  // What somebody looks at is told to nobody before they agree, and to nobody after they change their mind.
  const share = page.getByRole('switch', { name: /know which lessons I open/ })
  await expect(share).not.toBeChecked()
  const told = async () =>
    Number((await stage.centre.query('SELECT count(*) AS n FROM analytics_events'))[0]?.n)
  // A course has been looked at above, twice.
  expect(await told()).toBe(0)
  await share.click()
  await expect(share).toBeChecked()
  await go(page, '/course/reading-a-weather-map')
  await expect.poll(told).toBe(1)
  // Without a connection it is noted down here, and told later.
  await page.goBack()
  stage.laptop.wire.cut()
  await go(page, '/course/clean-water-at-home')
  await expect(page.getByRole('heading', { level: 1, name: 'Clean water at home' })).toBeVisible()
  await go(page, '/activity')
  expect(await told()).toBe(1)
  stage.laptop.wire.mend()
  await page.getByRole('button', { name: 'Sync now' }).click()
  await expect.poll(told).toBe(2)
  await go(page, '/settings')
  await share.click()
  await expect(share).not.toBeChecked()
  await go(page, '/course/reading-a-weather-map')
  await expect(page.getByRole('heading', { level: 1, name: 'Reading a weather map' })).toBeVisible()

  // The profile is written on this device, and the name in the corner is the new one.
  await page.getByRole('button', { name: /account and settings/ }).press('Enter')
  await page.getByRole('menuitem', { name: 'Your profile' }).press('Enter')
  await page.getByLabel('Website').fill('not an address')
  await page.getByRole('textbox', { name: 'Name' }).fill('Amina of the hills')
  await expect(page.getByText(/This is not a web address/)).toBeVisible()
  await page.getByLabel('Website').fill('hills.example')
  await page.getByLabel('About me').fill('Reads maps.')
  await page.getByRole('textbox', { name: 'Name' }).focus()
  await expect(page.getByRole('button', { name: /^Amina of the hills, account/ })).toBeVisible()
  await expect(page.getByLabel('Website')).toHaveValue('https://hills.example')
  await page.getByRole('combobox', { name: 'What you want to learn' }).fill('To read the sky')
  await page.keyboard.press('Enter')
  await page.getByRole('combobox', { name: 'How far you are' }).selectOption('Intermediate')
  await page.getByRole('textbox', { name: 'Time you have' }).fill('Evenings')
  await page.getByRole('textbox', { name: 'Name' }).focus()
  await expect
    .poll(() =>
      stage.centre.query(
        `SELECT learning_goals, skill_level, time_availability FROM student_profiles p
         JOIN users u ON u.id = p.user_id WHERE u.email = 'amina@example.org'`,
      ),
    )
    .toMatchObject([{ skill_level: 'INTERMEDIATE', time_availability: 'Evenings' }])
  const ownPicture = page.getByRole('group', { name: 'Picture' })
  const file = page.locator('input[type=file]')
  await file.setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer: Buffer.from('no picture') })
  await expect(ownPicture.getByRole('alert')).toHaveText(/^This file is no picture/)
  await file.setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer: await page.screenshot() })
  await expect(ownPicture.getByRole('alert')).toHaveCount(0)
  const corner = page.getByRole('button', { name: /^Amina of the hills, account/ }).locator('img')
  await expect(corner).toHaveAttribute('src', /^data:image\/webp;base64,/)
  const pictureAtCentre = async () =>
    (await stage.centre.query(`SELECT avatar FROM users WHERE email = 'amina@example.org'`))[0]?.avatar
  await expect.poll(pictureAtCentre).toMatch(/^data:image\/webp;base64,/)
  await shoot(page, 'profile-en')
  await ownPicture.getByRole('button', { name: 'Remove the picture' }).press('Enter')
  await expect(ownPicture.getByRole('button', { name: 'Choose a picture' })).toBeFocused()
  await expect.poll(pictureAtCentre).toBe(null)

  await page.locator('#content').focus()
  await page.keyboard.press('?')
  const keys = page.getByRole('dialog', { name: 'Keyboard' })
  for (const group of ['Everywhere', 'In a lesson', 'In a quiz', 'In the review', 'In a video'])
    await expect(keys.getByRole('heading', { name: group })).toBeVisible()
  await expect(keys).toContainText('Ctrl+K⌘+KSearch and go anywhere')
  await expect(keys).toContainText('←→Five seconds back and on')
  await shoot(page, 'keyboard-list')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  // Whoever took their word back is left alone.
  await delivered(page)
  expect(await told()).toBe(2)
})

test('who teaches says so in their profile, and it stands beside their courses', async ({ browser }) => {
  const desk = await stage.openDevice('desk')
  const context = await browser.newContext({ reducedMotion: 'reduce' })
  const page = await openPage(context)
  await page.goto(desk.shell.url)
  await signIn(page, 'Tomás Herrera')
  await delivered(page)
  // the catalogue comes by itself, apart from a person's own rows
  await go(page, '/course/reading-a-weather-map')
  await expect(page.getByText('Teacher of practical things')).toBeVisible()
  desk.wire.cut()
  await go(page, '/profile')
  const teaching = page.getByRole('region', { name: 'What you teach' })
  await teaching.getByRole('textbox', { name: 'Headline' }).fill('Teacher of weather and money')
  await teaching.getByRole('textbox', { name: 'Years of experience' }).fill('many')
  await teaching.getByRole('textbox', { name: 'GitHub' }).fill('github.com/tomas')
  await expect(teaching.getByText(/^Years are a whole number/)).toBeVisible()
  await teaching.getByRole('textbox', { name: 'Years of experience' }).fill('13')
  await teaching.getByRole('combobox', { name: 'Subjects you know well' }).fill('Weather')
  await page.keyboard.press('Enter')
  await expect(teaching.getByRole('button', { name: 'Remove Weather' })).toBeVisible()
  await teaching.getByRole('button', { name: 'Remove Physics' }).press('Enter')
  await expect(teaching.getByRole('button', { name: 'Remove Physics' })).toBeHidden()
  await expect(teaching.getByRole('combobox', { name: 'Subjects you know well' })).toBeFocused()
  await expect(teaching.getByRole('textbox', { name: 'GitHub' })).toHaveValue('https://github.com/tomas')
  await expect(page.getByRole('status').filter({ hasText: 'On this device' })).toBeVisible()
  const picture = { name: 'me.png', mimeType: 'image/png', buffer: await page.screenshot() }
  await page.locator('input[type=file]').setInputFiles(picture)
  await expect(page.getByRole('button', { name: 'Remove the picture' })).toBeVisible()
  await teaching.scrollIntoViewIfNeeded()
  await shoot(page, 'profile-teaching')
  await go(page, '/course/reading-a-weather-map')
  await expect(page.getByText('Teacher of weather and money')).toBeVisible()
  const web = page.getByRole('list', { name: 'Tomás Herrera on the web' })
  await expect(web.getByRole('link', { name: 'GitHub' })).toHaveAttribute('href', 'https://github.com/tomas')
  await web.scrollIntoViewIfNeeded()
  await expect(page.getByRole('main').locator('img[src^="data:image/webp"]')).toBeVisible()
  await shoot(page, 'course-instructor')

  desk.wire.mend()
  await expect
    .poll(() => stage.centre.query('SELECT title, experience, github FROM instructor_profiles'))
    .toEqual([{ title: 'Teacher of weather and money', experience: 13, github: 'https://github.com/tomas' }])
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
  await page.setViewportSize({ width: 900, height: 600 })
  await go(page, '/settings')
  await page.getByRole('combobox', { name: 'Language' }).selectOption('ar')
  await go(page, '/profile')
  await page.getByRole('heading', { name: 'ما تدرّسه' }).scrollIntoViewIfNeeded()
  await shoot(page, 'profile-teaching-ar-dark')
  await context.close()
})

/** Goes by the rail. */
async function follow(page: Page, place: string): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: place, exact: true }).click()
}

/** Screens in Arabic, each looked at by axe. */
async function walk(page: Page, look: 'light' | 'dark'): Promise<void> {
  await follow(page, 'تعلّمي')
  await expect(page.getByRole('heading', { level: 1, name: /مرحبًا، Amina/ })).toBeVisible()
  await shoot(page, `learning-ar-${look}`)
  if (look === 'dark') return
  await follow(page, 'الدورات')
  await expect(page.getByRole('heading', { level: 1, name: 'الدورات' })).toBeVisible()
  await page.getByRole('article').filter({ hasText: 'weather map' }).getByRole('link').click()
  await expect(page.getByRole('heading', { level: 2, name: 'ما الذي تحتويه' })).toBeVisible()
  await shoot(page, 'course-ar')
  await follow(page, 'النشاط')
  await expect(page.getByRole('heading', { level: 1, name: 'النشاط' })).toBeVisible()
  await shoot(page, 'activity-ar')
}
