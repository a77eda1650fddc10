import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { type Centre, importCourse, type Shell, startCentre, startShell } from './support/processes.ts'
import { shoot } from './support/shots.ts'

const repository = fileURLToPath(new URL('../..', import.meta.url))
const gitCourse = join(repository, '..', 'shared', 'data', 'courses', 'git-novice')
const companion = join(repository, 'resources', 'demo', 'git-companion')

let folder: string
let centreHome: string
let centre: Centre
const shells: Shell[] = []

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'brainix-week-'))
  await chmod(folder, 0o755)
  centreHome = join(folder, 'centre')
  centre = await startCentre(centreHome)
  const printed = await importCourse(centreHome, gitCourse, '--with', companion)
  expect(printed, 'missing images are named').toMatch(/rstudio/i)
})

test.afterAll(async () => {
  for (const shell of shells) await shell.stop().catch(() => {})
  await centre?.stop()
  await rm(folder, { recursive: true, force: true })
})

test('a learner’s week offline arrives once and unharmed', async ({ browser }) => {
  const home = join(folder, 'laptop')
  let shell = await open(home)
  const context = await browser.newContext()
  let page = await newPage(context)
  await page.goto(shell.url)

  await test.step('signs in with code and PKCE at the demo provider', async () => {
    await expect(page.getByRole('heading', { name: 'Welcome to BrainiX' })).toBeVisible()
    await shoot(page, 'sign-in')
    await signIn(page)
    await expect(status(page)).toHaveAccessibleName(/All delivered at/)
    await expect(page.getByRole('link', { name: /^Continue: / })).toBeVisible()
    await shoot(page, 'my-learning')
  })

  await test.step('finds the course, enrolls and keeps it, its size shown first', async () => {
    await page.getByRole('link', { name: 'Catalogue' }).click()
    await expect(page.getByText('7 courses')).toBeVisible()
    await shoot(page, 'catalogue')
    await page.getByRole('searchbox').fill('version control')
    await expect(page.getByText('1 course', { exact: true })).toBeVisible()
    await page.getByRole('link', { name: /Version Control with Git/ }).click()
    const enroll = page.getByRole('button', { name: /^Enroll and keep on this device · [\d.,]+ (kB|MB)$/ })
    await expect(enroll).toBeVisible()
    await expect(page.getByRole('heading', { name: 'Practice' })).toBeVisible()
    await shoot(page, 'course')
    await enroll.click()
    await expect(page.getByText(/^Kept on this device|On this device/).first()).toBeVisible()
    await expect(status(page)).toHaveAccessibleName(/All delivered at/)
    await shoot(page, 'course-kept')
  })

  await test.step('the centre is killed and the app restarted: still signed in, offline', async () => {
    await centre.kill()
    await shell.stop()
    await page.close()
    shell = await open(home)
    page = await newPage(context)
    await page.goto(shell.url)
    await expect(page.getByRole('heading', { name: /Amina/ })).toBeVisible()
    await expect(status(page)).toHaveAccessibleName(/Offline/)
    await shoot(page, 'my-learning-offline')
  })

  await test.step('reads three lessons with their images', async () => {
    await page.getByRole('link', { name: 'Version Control with Git', exact: true }).click()
    await readLesson(page, 'Automated Version Control')
    await shoot(page, 'lesson')
    await page.getByRole('button', { name: 'Mark as complete' }).click()
    await readLesson(page, 'Tracking Changes')
    await page.getByRole('button', { name: 'Mark as complete' }).click()
    await readLesson(page, 'Exploring History')
  })

  await test.step('takes a note', async () => {
    await addNote(page, 'git restore brings a file back. Tom & Ana = "😀"')
    await shoot(page, 'notes-beside-lesson')
  })

  await test.step('watches part of a video', async () => {
    await outline(page)
      .getByRole('link', { name: /three places/i })
      .click()
    const video = page.locator('video')
    await expect
      .poll(() => video.evaluate((element: HTMLVideoElement) => element.readyState))
      .toBeGreaterThan(1)
    await video.evaluate((element: HTMLVideoElement) => {
      element.muted = true
      return element.play()
    })
    await expect
      .poll(() => video.evaluate((element: HTMLVideoElement) => element.currentTime), { timeout: 20_000 })
      .toBeGreaterThan(4)
    await video.evaluate((element: HTMLVideoElement) => element.pause())
    await shoot(page, 'video')
  })

  await test.step('sits a practice quiz with instant feedback', async () => {
    await openQuiz(page, /Git practice/)
    await shoot(page, 'quiz-intro')
    await page.getByRole('button', { name: /^Start/ }).click()
    await page.getByRole('radio', { name: /git add/ }).check()
    await shoot(page, 'quiz-question')
    await page.getByRole('button', { name: 'Check' }).click()
    await expect(page.getByText(/copies the present version/)).toBeVisible()
    await shoot(page, 'quiz-feedback')
    await handIn(page)
    await expect(page.getByRole('status', { name: 'Receipt' })).toContainText(/\d+ ?%/)
    await shoot(page, 'quiz-practice-result')
  })

  await test.step('hands a graded quiz in, which waits', async () => {
    await page.goto(`${origin(page)}#/`)
    await page.getByRole('link', { name: 'Version Control with Git', exact: true }).click()
    await openQuiz(page, /Git, graded/)
    await page.getByRole('button', { name: /^Start/ }).click()
    await answerGraded(page)
    await handIn(page)
    await expect(page.getByRole('status', { name: 'Receipt' })).toContainText('On this device')
    await shoot(page, 'quiz-receipt-waiting')
  })

  const typed = 'Written while the power failed'
  await test.step('the engine is killed in the middle of a note and of a quiz', async () => {
    await page.goto(`${origin(page)}#/`)
    await page.getByRole('link', { name: 'Version Control with Git', exact: true }).click()
    await openQuiz(page, /Git practice/)
    await page.getByRole('button', { name: 'Take it again' }).click()
    await page.getByRole('radio', { name: /git commit/ }).check()
    await page.waitForTimeout(150)

    const second = await newPage(context)
    await second.goto(`${origin(page)}#/`)
    await second.getByRole('link', { name: 'Version Control with Git', exact: true }).click()
    await outline(second)
      .getByRole('link', { name: /Creating a Repository/ })
      .click()
    await second.getByRole('textbox', { name: 'New note' }).pressSequentially(typed, { delay: 20 })
    await second.waitForTimeout(300)
    process.kill(await shell.enginePid(), 'SIGKILL')
    await second.close()
  })

  await test.step('restarted, still offline: everything up to the last pause is there', async () => {
    await page.goto(`${origin(page)}#/notes`)
    await page.reload()
    await expect(page.getByText(typed)).toBeVisible()
    await expect(page.getByText(/git restore brings a file back/)).toBeVisible()
    await shoot(page, 'notes')
    await page.goto(`${origin(page)}#/`)
    await page.getByRole('link', { name: 'Version Control with Git', exact: true }).click()
    await openQuiz(page, /Git practice/)
    await expect(page.getByRole('radio', { name: /git commit/ })).toBeChecked()
    await page.goto(`${origin(page)}#/activity`)
    await expect(status(page)).toHaveAccessibleName(/Offline/)
    await expect(page.getByText(/Note in /).first()).toBeVisible()
    await shoot(page, 'activity-offline')
  })

  await test.step('the centre comes back and without a click everything arrives', async () => {
    centre = await startCentre(centreHome)
    await expect(status(page)).toHaveAccessibleName(/All delivered at/, { timeout: 45_000 })
    await shoot(page, 'activity-delivered')
    await assertArrived(typed)
  })

  await test.step('the graded attempt comes back graded', async () => {
    await page.goto(`${origin(page)}#/`)
    await page.getByRole('link', { name: /Git, graded/ }).click()
    await expect(page.getByRole('main')).toContainText(/70/)
    await shoot(page, 'attempt-graded')
  })

  await test.step('a second device shows the same', async () => {
    const phone = await open(join(folder, 'phone'))
    const otherContext = await browser.newContext({
      viewport: { width: 900, height: 600 },
      colorScheme: 'dark',
    })
    const other = await newPage(otherContext)
    await other.goto(phone.url)
    await signIn(other)
    await expect(status(other)).toHaveAccessibleName(/All delivered at/)
    await expect(other.getByRole('link', { name: /Git, graded/ })).toBeVisible()
    await shoot(other, 'second-device-my-learning-dark')
    await other.goto(`${origin(other)}#/notes`)
    await expect(other.getByText(typed)).toBeVisible()
    await expect(other.getByText(/git restore brings a file back/)).toBeVisible()
    await shoot(other, 'second-device-notes-dark')
    await other.goto(`${origin(other)}#/course/version-control-with-git`)
    await expect(other.getByRole('button', { name: /Keep on this device/ })).toBeVisible()
    await otherContext.close()
  })

  await test.step('the instructor’s counts have moved', async () => {
    await expect
      .poll(
        async () =>
          (
            await centre.query(`SELECT total_students FROM courses WHERE slug = 'version-control-with-git'`)
          )[0]?.total_students,
        { timeout: 20_000 },
      )
      .toBe(1)
  })
  await context.close()
})

async function open(home: string): Promise<Shell> {
  const shell = await startShell(home, centre.gatewayUrl)
  shells.push(shell)
  return shell
}

/** A page on which any uncaught error fails the test. */
async function newPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage()
  page.on('pageerror', (error) => {
    throw error
  })
  return page
}

async function signIn(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('button', { name: /Amina Diallo/ }).click()
  await expect(page.getByRole('heading', { name: /Hello, Amina/ })).toBeVisible()
}

const origin = (page: Page) => page.url().split('#')[0]
const status = (page: Page) => page.getByRole('button', { name: /^Sync status/ })
const outline = (page: Page) => page.getByRole('navigation', { name: 'Course outline' })

async function readLesson(page: Page, title: string): Promise<void> {
  await outline(page)
    .getByRole('link', { name: new RegExp(title) })
    .click()
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
  const images = page.getByRole('article').getByRole('img').filter({ visible: true })
  await expect(images.first()).toBeVisible()
  const broken = await page
    .getByRole('article')
    .locator('img')
    .evaluateAll(async (elements) => {
      const loaded = await Promise.all(
        elements.map(async (element) => {
          const image = element as HTMLImageElement
          image.loading = 'eager'
          await image.decode().catch(() => {})
          return image.naturalWidth > 0
        }),
      )
      return loaded.filter((ok) => !ok).length
    })
  expect(broken, `images of ${title} that do not show`).toBe(0)
}

async function addNote(page: Page, text: string): Promise<void> {
  await page.getByRole('button', { name: 'Show notes' }).click()
  await page.getByRole('textbox', { name: 'New note' }).fill(text)
  await page.waitForTimeout(400)
}

async function openQuiz(page: Page, name: RegExp): Promise<void> {
  await outline(page).getByRole('link', { name }).first().click()
  await page.getByRole('region', { name: 'Check what you know' }).getByRole('link', { name }).click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
}

async function answerGraded(page: Page): Promise<void> {
  const next = () => page.getByRole('button', { name: 'Next', exact: true }).click()
  await page.getByRole('radio', { name: /git log/ }).check()
  await next()
  await page.getByRole('textbox', { name: 'Your answer' }).fill('  .GitIgnore ')
  await next()
  await page.getByRole('radio', { name: 'False' }).check()
  await next()
  await page.getByRole('textbox', { name: /Blank 1/ }).fill('pull')
  await page.getByRole('textbox', { name: /Blank 2/ }).fill('push')
  await next()
  await page.getByRole('checkbox', { name: 'HEAD~1' }).check()
  await page.getByRole('checkbox', { name: 'HEAD~', exact: true }).check()
  await page.waitForTimeout(300)
}

async function handIn(page: Page): Promise<void> {
  const overview = page.getByRole('button', { name: /Hand in|Finish/ })
  await overview.first().click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toBeVisible()
  await dialog.getByRole('button', { name: /Hand in|Finish/ }).click()
}

/** Row by row, at the centre. */
async function assertArrived(typed: string): Promise<void> {
  const [person] = await centre.query(`SELECT id FROM users WHERE email = 'amina@example.org'`)
  const [course] = await centre.query(`SELECT id FROM courses WHERE slug = 'version-control-with-git'`)
  const ids = [person?.id, course?.id]
  expect(
    await centre.query(
      `SELECT status, progress > 0 AS moved FROM enrollments WHERE user_id = $1 AND course_id = $2`,
      ids,
    ),
  ).toEqual([{ status: 'ACTIVE', moved: true }])
  expect(
    await centre.query(
      `SELECT content FROM notes WHERE user_id = $1 AND course_id = $2 ORDER BY created_at`,
      ids,
    ),
  ).toEqual([{ content: 'git restore brings a file back. Tom & Ana = "😀"' }, { content: typed }])
  const progress = await centre.query(
    `SELECT l.title, p.completed, p.watched_seconds FROM progress p JOIN lessons l ON l.id = p.lesson_id
     WHERE p.user_id = $1 AND l.course_id = $2`,
    ids,
  )
  const completed = progress.filter((row) => row.completed).map((row) => row.title)
  expect(completed).toEqual(expect.arrayContaining(['Automated Version Control', 'Tracking Changes']))
  const film = progress.find((row) => /three places/i.test(String(row.title)))
  expect(Number(film?.watched_seconds)).toBeGreaterThanOrEqual(4)
  const attempts = await centre.query(
    `SELECT q.title, a.submitted_at IS NOT NULL AS handed_in, a.graded_at IS NOT NULL AS graded, a.score,
            (SELECT count(*)::int FROM answers WHERE attempt_id = a.id) AS answers
     FROM quiz_attempts a JOIN quizzes q ON q.id = a.quiz_id
     WHERE a.user_id = $1 AND a.course_id = $2 ORDER BY a.started_at`,
    ids,
  )
  expect(attempts).toEqual([
    { title: 'Git practice', handed_in: true, graded: true, score: expect.any(String), answers: 1 },
    { title: 'Git, graded', handed_in: true, graded: true, score: '70.00', answers: 5 },
    { title: 'Git practice', handed_in: false, graded: false, score: '0.00', answers: 1 },
  ])
  expect(await centre.query(`SELECT * FROM sync_rejections WHERE user_id = $1`, [person?.id])).toEqual([])
}
