import { expect, type Locator, test } from '@playwright/test'
import { noonZone } from '../support/noon-zone.ts'
import { delivered, enrollAndKeep, go, openPage, signIn } from './support/person.ts'
import { writeQuizCourse } from './support/quiz-course.ts'
import { shoot } from './support/shots.ts'
import { stageFor } from './support/stage.ts'

const stage = stageFor('quizzes', { course: writeQuizCourse })

test('a learner practises, sits an exam without a connection, and reviews what was not known', async ({
  browser,
}) => {
  const context = await browser.newContext({ timezoneId: noonZone() })
  const page = await openPage(context)

  await test.step('keeps the course, and loses the connection', async () => {
    await page.goto(stage.laptop.shell.url)
    await signIn(page)
    await go(page, '/review')
    await expect(page.getByRole('heading', { name: 'Nothing to review yet' })).toBeVisible()
    await shoot(page, 'review-empty')
    await enrollAndKeep(page, 'keeping-bees')
    stage.laptop.wire.cut()
  })

  await test.step('a screen reader is told what each control of a quiz is', async () => {
    await go(page, `/quiz/${await quizId('Bees, for practice')}`)
    await page.getByRole('button', { name: 'Start the quiz' }).click()
    await expect(page.getByRole('region', { name: 'Question 1 of 6' })).toBeVisible()
    await expect(page.locator('.katex').nth(2)).toBeVisible()
    await expect(page.getByRole('radio', { name: 'A hive' })).toBeVisible()
    await expect(page.getByRole('group').locator('label code')).toHaveText('never')
    await expect(page.getByRole('main')).toMatchAriaSnapshot(`
      - heading "Bees, for practice" [level=1]
      - navigation "Questions":
        - list:
          - listitem:
            - button "Question 1, not answered"
          - listitem:
            - button "Question 2, not answered"
      - region "Question 1 of 6":
        - heading "Question 1 of 6" [level=2]
        - group /How many sides has a cell/:
          - radio "2 \\\\times 3"
          - radio "2^2"
          - radio "seven, never eight"
          - radio "A hive"
      - button "Previous" [disabled]
      - button "Flag for later"
      - button "Next"
      - button "Finish"
    `)
    await shoot(page, 'quiz-math-options')
  })

  await test.step('answers every type by keyboard, and is told at once', async () => {
    await page.keyboard.press('1')
    await page.keyboard.press('Enter')
    await expect(page.getByText('Six sides leave no gaps.')).toBeVisible()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('group', { name: /Who lives in a hive/ })).toBeVisible()
    await page.keyboard.press('1')
    await page.keyboard.press('2')
    await expect(page.getByRole('checkbox', { name: 'Worker' })).toBeChecked()
    await page.getByRole('button', { name: 'Flag for later' }).click()
    await expect(page.getByRole('button', { name: 'Question 2, answered, flagged' })).toBeVisible()
    await page.keyboard.press('ArrowRight')
    await page.getByRole('radio', { name: 'True' }).check()
    await page.getByRole('button', { name: 'Check' }).click()
    await expect(page.getByText('Not right')).toBeVisible()
    await expect(page.getByText('They have no sting.')).toBeVisible()
    await page.getByRole('button', { name: 'Next', exact: true }).click()
    await page.getByRole('textbox', { name: 'Your answer' }).fill('wax')
    await page.getByRole('button', { name: 'Next', exact: true }).click()
    await page.getByRole('textbox', { name: 'Blank 1 of 2' }).fill('Queen')
    await page.getByRole('textbox', { name: 'Blank 2 of 2' }).fill('bees')
    await page.getByRole('button', { name: 'Next', exact: true }).click()
    await page.getByRole('textbox', { name: 'Your answer' }).fill('To show the way.')
    await page.getByRole('button', { name: 'Finish' }).click()
    const dialog = page.getByRole('dialog', { name: 'Finish this quiz?' })
    await expect(dialog.getByRole('button', { name: 'Go to question 2' })).toBeVisible()
    await dialog.getByRole('button', { name: 'Finish' }).click()
    await expect(page.getByRole('status', { name: 'Receipt' })).toContainText('Graded 60%')
    await expect(page.getByText('3 of 5 points')).toBeVisible()
    await shoot(page, 'quiz-attempt')
  })

  await test.step('sits a timed exam: closing the window takes nothing, and gives no time', async () => {
    await go(page, `/quiz/${await quizId('The bee exam')}`)
    await page.getByRole('button', { name: 'Start the quiz' }).click()
    await expect(page.getByRole('timer')).toHaveText(/^(30:00|2\d:\d\d) left$/)
    const asked: string[] = []
    for (let at = 1; at <= 4; at++) {
      const group = page.getByRole('group', { name: /Which is letter/ })
      await expect(page.getByRole('heading', { name: `Question ${at} of 4` })).toBeVisible()
      asked.push(await wordsOf(group))
      if (at < 4) await page.getByRole('button', { name: 'Next', exact: true }).click()
    }
    await page.getByRole('radio', { name: 'beta' }).check()
    await expect(page.getByRole('button', { name: /^Question 4, answered/ })).toBeVisible()
    await page.reload()
    await expect(page.getByRole('heading', { name: 'Question 4 of 4' })).toBeVisible()
    await expect(page.getByRole('radio', { name: 'beta' })).toBeChecked()
    expect(await wordsOf(page.getByRole('group'))).toBe(asked[3])
    await expect(page.getByRole('timer')).toHaveText(/^(30:00|2\d:\d\d) left$/)
    await shoot(page, 'quiz-exam')
    await page.getByRole('button', { name: 'Hand in' }).click()
    const dialog = page.getByRole('dialog', { name: 'Hand in this quiz?' })
    await expect(dialog.getByText('3 questions are not answered:')).toBeVisible()
    await dialog.getByRole('button', { name: 'Hand in' }).click()
    const receipt = page.getByRole('status', { name: 'Receipt' })
    await expect(receipt).toContainText('Received, not yet')
    await expect(page.getByText('Not answered')).toHaveCount(3)
    const shown = page.getByRole('group', { name: /Which is letter/ })
    await expect(shown).toHaveCount(4)
    for (let at = 0; at < 4; at++) expect(await wordsOf(shown.nth(at))).toBe(asked[at])
    stage.laptop.wire.mend()
    await expect(receipt).toContainText(/Graded (0|25)%/)
    await expect(page.getByText('They are in the order of the alphabet.').first()).toBeVisible()
    stage.laptop.wire.cut()
  })

  await test.step('reviews what was not known: shown, rated, taken back, done for today', async () => {
    await page.getByRole('link', { name: 'Review' }).click()
    await expect(page.getByText('2 questions left today')).toBeVisible()
    const card = page.getByRole('region', { name: 'New in your review' })
    await expect(card.getByText('What do bees make of nectar?')).toBeVisible()
    await card.getByRole('textbox', { name: 'Your answer' }).fill('Honey')
    await page.keyboard.press('Enter')
    await expect(card.getByText('Right', { exact: true })).toBeVisible()
    await expect(page.getByRole('main')).toMatchAriaSnapshot(`
      - group "How well did you know it?":
        - button /Again, comes back in 10 mins?/
        - button /Hard, comes back in 15 mins?/
        - button "Good, comes back in 1 day"
        - button "Easy, comes back in 1 day"
    `)
    await expect(page.getByRole('button', { name: /^Good/ })).toBeFocused()
    await shoot(page, 'review-answer')
    await page.keyboard.press('3')
    await expect(card.getByText('Drones sting.')).toBeVisible()
    await expect(page.getByText('1 of 20 reviewed today')).toBeVisible()

    await page.getByRole('button', { name: 'Take back the last one' }).click()
    await expect(card.getByText('What do bees make of nectar?')).toBeVisible()
    await expect(page.getByText('0 of 20 reviewed today')).toBeVisible()
    await page.keyboard.press('Space')
    await expect(card.getByText('honey', { exact: true })).toBeVisible()
    await page.keyboard.press('4')
    await expect(card.getByText('Drones sting.')).toBeVisible()
    await shoot(page, 'review-question')
    await page.keyboard.press('2')
    await expect(card.getByRole('radio', { name: 'False' })).toBeChecked()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: 'Done for today' })).toBeVisible()
    await expect(page.getByText('2 of 20 reviewed today')).toBeVisible()
    await shoot(page, 'review-done')
  })

  await test.step('the log arrives at the centre, with what was taken back', async () => {
    stage.laptop.wire.mend()
    await delivered(page)
    const log = await stage.centre.query(
      `SELECT q.text, r.rating, r.undone FROM question_reviews r JOIN questions q ON q.id = r.question_id
       ORDER BY r.reviewed_at`,
    )
    expect(log).toEqual([
      { text: 'What do bees make of nectar?', rating: 3, undone: true },
      { text: 'What do bees make of nectar?', rating: 4, undone: false },
      { text: 'Drones sting.', rating: 3, undone: false },
    ])
  })
})

/** The options of a question in their order, without the digits that choose them. */
async function wordsOf(group: Locator): Promise<string> {
  const labels = await group.locator('label').allTextContents()
  return labels.map((label) => label.replace(/\d$/, '')).join(' ')
}

async function quizId(title: string): Promise<string> {
  const [quiz] = await stage.centre.query('SELECT id FROM quizzes WHERE title = $1', [title])
  return String(quiz?.id)
}
