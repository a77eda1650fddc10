import { fileURLToPath } from 'node:url'
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

const folder = fileURLToPath(new URL('../shots/', import.meta.url))

/** A picture of the screen for people to look at. */
export async function picture(page: Page, name: string): Promise<void> {
  const goOn = await holdStill(page)
  await page.screenshot({ path: `${folder}${name}.png` })
  await goOn()
}

/** A picture of the screen, and what axe has to say against it: nothing. */
export async function shoot(page: Page, name: string): Promise<void> {
  const goOn = await holdStill(page)
  await page.screenshot({ path: `${folder}${name}.png` })
  const { violations } = await new AxeBuilder({ page })
    // The app has no frames to look into, for which axe would open another window each time.
    .setLegacyMode()
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    // Experimental, and mistaken about initials and running clocks: those are not the words a person would say.
    .disableRules(['label-content-name-mismatch'])
    .analyze()
  await goOn()
  const found = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`,
  )
  expect.soft(found, `accessibility of ${name}`).toEqual([])
}

/**
 * Waits until what moves on the screen has come to its end, and lets nothing begin that takes its time: the word of a
 * button may appear while axe looks, but it is there or not there, and never half faded.
 * @returns what makes things move again, for somebody who did not ask for stillness.
 */
async function holdStill(page: Page): Promise<() => Promise<void>> {
  const wished = await page.evaluate(() => matchMedia('(prefers-reduced-motion: reduce)').matches)
  if (!wished) await page.emulateMedia({ reducedMotion: 'reduce' })
  const moving = () =>
    page.evaluate(
      () =>
        document
          .getAnimations()
          .filter(
            ({ effect, playState }) =>
              playState === 'running' && effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY,
          ).length,
    )
  await (wished ? twoFrames(page) : page.waitForTimeout(250))
  await expect.poll(moving, { message: 'movements on the screen end' }).toBe(0)
  return async () => {
    if (!wished) await page.emulateMedia({ reducedMotion: 'no-preference' })
  }
}

/** Long enough for what is on its way to the screen already. */
function twoFrames(page: Page): Promise<void> {
  return page.evaluate(
    () => new Promise<void>((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => drawn()))),
  )
}
