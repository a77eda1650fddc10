import type { Page } from '@playwright/test'

const searches = ['con', 'inter', 'pro', 'st', 'alco']

/** Everything a person passes through, a click at a time. Each step ends when its place is there. */
export function tour(page: Page): (() => Promise<void>)[] {
  const go = (path: string) => async () => {
    await page.evaluate((to) => window.location.assign(`#${to}`), path)
    await page.waitForURL((url) => url.hash.startsWith(`#${path}`))
    await page.locator('main h1').first().waitFor()
  }
  const follow = (selector: string) => async () => {
    await page.locator(selector).first().click()
    await page.locator('main h1').first().waitFor()
  }
  return [
    go('/catalogue'),
    async () => {
      await page.locator('#content').evaluate((content) => content.scrollTo(0, 40_000))
      await page.locator('main article').first().waitFor()
    },
    follow('main article a'),
    go('/search'),
    ...searches.map((words) => async () => {
      await page.locator('main input[type=search]').fill(words)
      await page.locator('main mark').first().waitFor()
    }),
    go('/notes'),
    go('/progress'),
    go('/review'),
    go('/downloads'),
    go('/activity'),
    go('/settings'),
    go('/'),
    follow('main a[href*="#/learn/"]'),
    async () => {
      await page.keyboard.press('Control+k')
      await page.locator('[role=option]').first().waitFor()
    },
    async () => {
      await page.keyboard.press('Escape')
      await page.locator('[role=option]').first().waitFor({ state: 'hidden' })
    },
  ]
}

/** What scripts hold in memory after everything that can go is gone. MB. */
export async function heapMb(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page)
  for (let round = 0; round < 3; round++) await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  await session.detach()
  return usedSize / 1e6
}
