import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'

const folder = fileURLToPath(new URL('../shots/', import.meta.url))

/** A picture of the screen for people to look at; nothing is compared with it. */
export async function shoot(page: Page, name: string): Promise<void> {
  await page.waitForTimeout(250) // let movements of 180 ms end
  await page.screenshot({ path: `${folder}${name}.png` })
}
