import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { delivered, enrollAndKeep, go, openPage, signIn } from './support/person.ts'
import { shoot } from './support/shots.ts'
import { stageFor } from './support/stage.ts'

const stage = stageFor('quiz-rules', { course: writeCourse })

test('what a quiz allows holds without a connection: its time, its attempts, what it shows, and what it completes', async ({
  browser,
}) => {
  const context = await browser.newContext({ reducedMotion: 'reduce' })
  const page = await openPage(context)
  await page.clock.install()
  const receipt = page.getByRole('status', { name: 'Receipt' })
  const completed = page.getByRole('article').getByText('Completed', { exact: true })

  await test.step('keeps the course, and loses the connection', async () => {
    await page.goto(stage.laptop.shell.url)
    await signIn(page)
    await enrollAndKeep(page, 'rules')
    await delivered(page)
    stage.laptop.wire.cut()
  })

  await test.step('begins an exam of one minute, and goes away from it', async () => {
    await openQuiz(page, 'One minute')
    await page.getByRole('button', { name: 'Start the quiz' }).click()
    await expect(page.getByRole('timer')).toHaveText(/left$/)
    await page.getByRole('radio', { name: 'right' }).check()
    await expect(page.getByRole('button', { name: 'Question 1, answered' })).toBeVisible()
  })

  await test.step('fails a quiz, which does not tell what was right and leaves its lesson open', async () => {
    await openQuiz(page, 'Two tries')
    await takeTwoTries(page, 'Start the quiz', 'wrong')
    await expect(page.getByText('Not passed, 50% needed')).toBeVisible()
    await expect(page.getByText('Not right')).toBeVisible()
    await expect(page.getByText(/^Right answers?:/)).toBeHidden()
    await expect(page.getByText('The tide follows the moon.')).toBeHidden()
    await page.getByRole('link', { name: 'Back to the lesson' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Two tries' })).toBeVisible()
    await expect(completed).toBeHidden()
    await expect(page.getByRole('button', { name: 'Mark as complete' })).toBeHidden()
  })

  await test.step('passes it at the second attempt, which completes the lesson and was the last', async () => {
    await page.getByRole('region', { name: 'Check what you know' }).getByRole('link').first().click()
    await takeTwoTries(page, 'Take it again', 'moon')
    await expect(page.getByText('Passed, 50% needed')).toBeVisible()
    await page.getByRole('link', { name: 'Back to the lesson' }).click()
    await expect(completed).toBeVisible()
    await page.getByRole('region', { name: 'Check what you know' }).getByRole('link').first().click()
    await expect(page.getByText('All 2 attempts have been used.')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Take it again' })).toBeHidden()
    await shoot(page, 'quiz-no-more-attempts')
  })

  await test.step('reads the first attempt again', async () => {
    const made = page.getByRole('region', { name: 'Your attempts' }).getByRole('link')
    await expect(made).toHaveText([/100%, passed/, /0%/])
    await made.last().click()
    await expect(page.getByText('Not passed, 50% needed')).toBeVisible()
    await expect(page.getByRole('textbox', { name: 'Your answer' })).toHaveValue('wrong')
  })

  await test.step('hands a task in, which completes its lesson before anybody has read it', async () => {
    await openQuiz(page, 'What the sea did')
    await page.getByRole('button', { name: 'Start the quiz' }).click()
    await page.getByRole('textbox', { name: 'Your answer' }).fill('It **rose** and fell.')
    await handIn(page, 'Hand in')
    await expect(receipt).toContainText('On this device')
    await page.getByRole('link', { name: 'Back to the lesson' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Go and look' })).toBeVisible()
    await expect(completed).toBeVisible()
  })

  await test.step('the minute is over: the exam hands itself in with what was answered, and once is once', async () => {
    await openQuiz(page, 'One minute')
    await expect(page.getByRole('timer')).toHaveText(/left$/)
    await page.clock.fastForward(60_000)
    await expect(page.getByText(/^Time was up, so it was handed in by itself/)).toBeVisible({
      timeout: 120_000,
    })
    await expect(page.getByRole('radio', { name: 'right' })).toBeChecked()
    await openQuiz(page, 'One minute')
    await expect(page.getByText('This quiz can be taken once, and you have handed it in.')).toBeVisible()
  })

  await test.step('with a connection the exam is graded, and the task waits for a person', async () => {
    stage.laptop.wire.mend()
    await page.getByRole('region', { name: 'Your attempts' }).getByRole('link').click()
    await expect(receipt).toContainText('Graded 50%')
    await openQuiz(page, 'What the sea did')
    await page.getByRole('region', { name: 'Your attempts' }).getByRole('link').click()
    await expect(receipt).toContainText('1 answer waits to be read by your instructor')
    await go(page, '/progress')
    await expect(page.getByRole('img', { name: 'Scores of the last 4 quizzes' })).toBeVisible()
    const scores = page.getByRole('listitem').filter({ hasText: /passed/ })
    await expect(scores.first()).toContainText('One minute50%, not passed')
    await expect(scores.nth(1)).toContainText('Two tries100%, passed')
    await delivered(page)
    const done = await stage.centre.query(
      `SELECT l.title FROM progress p JOIN lessons l ON l.id = p.lesson_id JOIN courses c ON c.id = l.course_id
       WHERE p.completed AND c.slug = 'rules' ORDER BY l.position`,
    )
    expect(done.map(({ title }) => title)).toEqual(['Go and look', 'Two tries'])
  })
  await context.close()
})

async function openQuiz(page: Page, title: string): Promise<void> {
  const [quiz] = await stage.centre.query('SELECT id FROM quizzes WHERE title = $1', [title])
  await go(page, `/quiz/${quiz?.id}`)
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
}

async function takeTwoTries(page: Page, begin: string, answer: string): Promise<void> {
  await page.getByRole('button', { name: begin }).click()
  await page.getByRole('textbox', { name: 'Your answer' }).fill(answer)
  await handIn(page, 'Finish')
}

async function handIn(page: Page, word: 'Finish' | 'Hand in'): Promise<void> {
  await page.getByRole('button', { name: word, exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: word, exact: true }).click()
  await expect(page.getByRole('status', { name: 'Receipt' })).toBeVisible()
}

async function writeCourse(folder: string): Promise<void> {
  const put = async (path: string, lines: readonly string[]) => {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), lines.join('\n'))
  }
  await put('config.yaml', [
    'title: The rules of a quiz',
    'slug: rules',
    'episodes: [1-look.md, quizzes/tries.yaml, quizzes/minute.yaml]',
  ])
  await put('1-look.md', [
    '---',
    'title: Go and look',
    'type: assignment',
    'quiz: [quizzes/sea.yaml]',
    '---',
    'Look.',
  ])
  await put('quizzes/sea.yaml', [
    'title: What the sea did',
    'type: graded',
    'questions: [{ type: essay, text: What did it do? }]',
  ])
  await put('quizzes/tries.yaml', [
    'title: Two tries',
    'passing_score: 50',
    'show_answers: false',
    'max_attempts: 2',
    'questions:',
    '  - { type: short-answer, text: What moves the sea?, answer: moon, explanation: The tide follows the moon. }',
  ])
  await put('quizzes/minute.yaml', [
    'title: One minute',
    'type: final-exam',
    'time_limit: 1',
    'retakes: false',
    'questions:',
    '  - { type: multiple-choice, text: Which is right?, options: [right, left], answer: right }',
    '  - { type: multiple-choice, text: Which is left?, options: [up, left], answer: left }',
  ])
}
