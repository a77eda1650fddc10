import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, type Page, test } from '@playwright/test'
import { appUrl, delivered, go, openPage, outline, showNotes, signIn, syncStatus } from './support/person.ts'
import { importCourse } from './support/processes.ts'
import { shoot } from './support/shots.ts'
import { stageFor } from './support/stage.ts'

const repository = fileURLToPath(new URL('../..', import.meta.url))
const gitCourse = join(repository, '..', 'shared', 'data', 'courses', 'git-novice')
const companion = join(repository, 'resources', 'demo', 'git-companion')

let amina: string
const stage = stageFor('week', {
  prepare: async () => {
    const printed = await importCourse(join(stage.folder, 'centre'), gitCourse, '--with', companion)
    expect(printed, 'missing images are named').toMatch(/rstudio/i)
    const [person] = await stage.centre.query(`SELECT id FROM users WHERE email = 'amina@example.org'`)
    amina = String(person?.id)
  },
})

test('a learner’s week offline arrives once and unharmed', async ({ browser }) => {
  const { laptop } = stage
  const context = await browser.newContext()
  let page = await openPage(context)
  await page.goto(laptop.shell.url)

  await test.step('signs in with code and PKCE at the demo provider', async () => {
    await expect(page.getByRole('heading', { name: 'Welcome to BrainiX' })).toBeVisible()
    await shoot(page, 'sign-in')
    await signIn(page)
    await delivered(page)
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
    await delivered(page)
    await shoot(page, 'course-kept')
  })

  await test.step('the centre is killed and the app restarted: still signed in, offline', async () => {
    await stage.centre.kill()
    await page.close()
    await laptop.restart()
    page = await openPage(context)
    await page.goto(laptop.shell.url)
    await expect(page.getByRole('heading', { name: /Amina/ })).toBeVisible()
    await expect(syncStatus(page)).toHaveAccessibleName(/Offline/)
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
      .poll(() => video.evaluate((element: HTMLVideoElement) => element.currentTime), { timeout: 60_000 })
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
    await go(page, '/')
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
    await go(page, '/')
    await page.getByRole('link', { name: 'Version Control with Git', exact: true }).click()
    await openQuiz(page, /Git practice/)
    await page.getByRole('button', { name: 'Take it again' }).click()
    await page.getByRole('radio', { name: /git commit/ }).check()
    await expect
      .poll(() => onDevice("SELECT 1 FROM answers WHERE selected_answer LIKE '%git commit%'"))
      .toBe(1)

    const second = await openPage(context)
    await second.goto(`${appUrl(page)}#/`)
    await second.getByRole('link', { name: 'Version Control with Git', exact: true }).click()
    await outline(second)
      .getByRole('link', { name: /Creating a Repository/ })
      .click()
    await second.getByRole('textbox', { name: 'New note' }).pressSequentially(typed, { delay: 20 })
    await expect.poll(() => onDevice('SELECT 1 FROM notes WHERE content = ?', typed)).toBe(1)
    process.kill(await laptop.shell.enginePid(), 'SIGKILL')
    await second.close()
  })

  await test.step('restarted, still offline: everything up to the last pause is there', async () => {
    await go(page, '/notes')
    await page.reload()
    await expect(page.getByText(typed)).toBeVisible()
    await expect(page.getByText(/git restore brings a file back/)).toBeVisible()
    await shoot(page, 'notes')
    await go(page, '/')
    await page.getByRole('link', { name: 'Version Control with Git', exact: true }).click()
    await openQuiz(page, /Git practice/)
    await expect(page.getByRole('radio', { name: /git commit/ })).toBeChecked()
    await go(page, '/activity')
    await expect(syncStatus(page)).toHaveAccessibleName(/Offline/)
    await expect(page.getByText(/Note in /).first()).toBeVisible()
    await shoot(page, 'activity-offline')
  })

  await test.step('the centre comes back and without a click everything arrives', async () => {
    await stage.restartCentre()
    await expect(syncStatus(page)).toHaveAccessibleName(/All delivered at/, { timeout: 120_000 })
    await shoot(page, 'activity-delivered')
    await assertArrived(typed)
  })

  await test.step('the graded attempt comes back graded', async () => {
    await go(page, '/')
    await page.getByRole('link', { name: /Git, graded/ }).click()
    await expect(page.getByRole('main')).toContainText(/70/)
    await shoot(page, 'attempt-graded')
  })

  await test.step('a second device shows the same', async () => {
    const phone = await stage.openDevice('phone')
    const otherContext = await browser.newContext({
      viewport: { width: 900, height: 600 },
      colorScheme: 'dark',
    })
    const other = await openPage(otherContext)
    await other.goto(phone.shell.url)
    await signIn(other)
    await delivered(other)
    await expect(other.getByRole('link', { name: /Git, graded/ })).toBeVisible()
    await shoot(other, 'second-device-my-learning-dark')
    await go(other, '/notes')
    await expect(other.getByText(typed)).toBeVisible()
    await expect(other.getByText(/git restore brings a file back/)).toBeVisible()
    await shoot(other, 'second-device-notes-dark')
    await go(other, '/course/version-control-with-git')
    await other.getByRole('button', { name: /Keep on this device/ }).click()
    await expect(other.getByText(/^Kept on this device|On this device/).first()).toBeVisible()
    await other.getByRole('link', { name: /three places/i }).click()
    const film = other.locator('video')
    await expect
      .poll(() => film.evaluate(({ currentTime }: HTMLVideoElement) => currentTime), {
        message: 'the film goes on where it was left on the laptop',
      })
      .toBeGreaterThanOrEqual(4)
    await otherContext.close()
  })

  await test.step('the instructor’s counts have moved', async () => {
    await expect
      .poll(
        async () =>
          (
            await stage.centre.query(
              `SELECT total_students FROM courses WHERE slug = 'version-control-with-git'`,
            )
          )[0]?.total_students,
        { timeout: 60_000 },
      )
      .toBe(1)
  })
  await context.close()
})

/** How many such rows the laptop has. */
function onDevice(sql: string, ...values: unknown[]): number {
  return stage.laptop.rows(amina, sql, ...values).length
}

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
  const field = await showNotes(page)
  await field.fill(text)
  await expect(page.getByText(/^On this device · /).first()).toBeVisible()
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
  await expect(page.getByRole('button', { name: /^Question 5, answered/ })).toBeVisible()
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
  const [course] = await stage.centre.query(`SELECT id FROM courses WHERE slug = 'version-control-with-git'`)
  const ids = [amina, course?.id]
  expect(
    await stage.centre.query(
      `SELECT status, progress > 0 AS moved FROM enrollments WHERE user_id = $1 AND course_id = $2`,
      ids,
    ),
  ).toEqual([{ status: 'ACTIVE', moved: true }])
  expect(
    await stage.centre.query(
      `SELECT content FROM notes WHERE user_id = $1 AND course_id = $2 ORDER BY created_at`,
      ids,
    ),
  ).toEqual([{ content: 'git restore brings a file back. Tom & Ana = "😀"' }, { content: typed }])
  const progress = await stage.centre.query(
    `SELECT l.title, p.completed, p.watched_seconds FROM progress p JOIN lessons l ON l.id = p.lesson_id
     WHERE p.user_id = $1 AND l.course_id = $2`,
    ids,
  )
  const completed = progress.filter((row) => row.completed).map((row) => row.title)
  expect(completed).toEqual(expect.arrayContaining(['Automated Version Control', 'Tracking Changes']))
  const film = progress.find((row) => /three places/i.test(String(row.title)))
  expect(Number(film?.watched_seconds)).toBeGreaterThanOrEqual(4)
  const attempts = await stage.centre.query(
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
  expect(await stage.centre.query(`SELECT * FROM sync_rejections WHERE user_id = $1`, [amina])).toEqual([])
}
