import { expect, type Page, test } from '@playwright/test'
import { noonZone } from '../support/noon-zone.ts'
import { delivered, go, openPage, signIn } from './support/person.ts'
import { shoot } from './support/shots.ts'
import { stageFor } from './support/stage.ts'

const stage = stageFor('reminder')
const minuteMs = 60_000

test('a learner is reminded once a day, at the time they chose, of a goal that is still open', async ({
  browser,
}) => {
  const timezoneId = noonZone()
  const context = await browser.newContext({
    timezoneId,
    reducedMotion: 'reduce',
    permissions: ['notifications'],
  })
  const page = await openPage(context)
  const shown = await watchNotifications(page)
  await page.clock.install()

  await test.step('has studied forty minutes today', async () => {
    await stage.centre.query(
      `INSERT INTO study_sessions (id, user_id, day, time_zone, began_at, ended_at, seconds)
       SELECT 'today', id, to_char(now() AT TIME ZONE $1, 'YYYY-MM-DD'), $1, now() - interval '40 minutes', now(), 2400
       FROM users WHERE email = 'amina@example.org'`,
      [timezoneId],
    )
    await page.goto(stage.laptop.shell.url)
    await signIn(page)
    await delivered(page)
    await expect(page.getByRole('region', { name: 'This week' }).getByRole('listitem').last()).toContainText(
      /40 min/,
    )
  })

  await test.step('wants to be reminded in half an hour: not before', async () => {
    await go(page, '/settings')
    await setGoal(page, '60')
    const wanted = page.getByRole('switch', { name: 'Remind me to study' })
    await wanted.press('Space')
    await expect(wanted).toBeChecked()
    const at = await pageTime(page, 30)
    await page.getByLabel('At', { exact: true }).fill(at)
    await expect(page.getByLabel('At', { exact: true })).toHaveValue(at)
    await shoot(page, 'settings-reminder')
    await page.clock.fastForward(20 * minuteMs)
    expect(await shown()).toEqual([])
  })

  await test.step('of thirty minutes a day nothing is left: nothing is said', async () => {
    await setGoal(page, '30')
    await page.clock.fastForward(30 * minuteMs)
    expect(await shown()).toEqual([])
  })

  const reminder = 'Time to study: 20 mins left of your goal for today.'
  await test.step('of an hour a day twenty minutes are left, and that is said once', async () => {
    await goal(page).fill('60')
    await expect.poll(shown).toEqual([reminder])
    await page.clock.fastForward(60 * minuteMs)
    await page.reload()
    await expect(goal(page)).toHaveValue('60')
    await page.clock.fastForward(60 * minuteMs)
    expect(await shown()).toEqual([reminder])
  })

  await test.step('the next day is another day, and is reminded of at its time', async () => {
    await page.clock.fastForward(21 * 60 * minuteMs)
    expect(await shown()).toEqual([reminder])
    await page.clock.fastForward(60 * minuteMs)
    await expect.poll(shown).toEqual([reminder, 'Time to study: 1 hr left of your goal for today.'])
  })

  await test.step('where the system shows nothing, the window says it', async () => {
    await context.clearPermissions()
    await page.clock.pauseAt((await page.evaluate(() => Date.now())) + 24 * 60 * minuteMs)
    await expect(page.getByText(/^Time to study\. 1 hr left of your goal for today\.$/)).toBeVisible()
    expect(await shown()).toHaveLength(2)
  })
  await context.close()
})

const goal = (page: Page) => page.getByRole('textbox', { name: 'Minutes of study a day' })

/** Changes the goal, and waits until it is what this device keeps. */
async function setGoal(page: Page, minutes: string): Promise<void> {
  await goal(page).fill(minutes)
  await expect
    .poll(async () => {
      await page.reload()
      return goal(page).inputValue()
    })
    .toBe(minutes)
}

/** The time of day on the clock of the page, so many minutes from now. */
function pageTime(page: Page, minutes: number): Promise<string> {
  return page.evaluate((ahead) => {
    const at = new Date(Date.now() + ahead * 60_000)
    return [at.getHours(), at.getMinutes()].map((part) => String(part).padStart(2, '0')).join(':')
  }, minutes)
}

/** Takes down what the browser is asked to show outside of the window. @returns what it was, so far. */
async function watchNotifications(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    window.Notification = class extends Notification {
      constructor(title: string, options?: NotificationOptions) {
        super(title, options)
        const before = sessionStorage.getItem('notifications') ?? '[]'
        const words = [...JSON.parse(before), `${title}: ${options?.body}`]
        sessionStorage.setItem('notifications', JSON.stringify(words))
      }
    }
  })
  return () => page.evaluate(() => JSON.parse(sessionStorage.getItem('notifications') ?? '[]'))
}
