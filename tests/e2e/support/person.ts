import { type BrowserContext, expect, type Page } from '@playwright/test'

/** What a person does in more than one of the stories, and what they look at while they do it. */

/** A page on which any uncaught error fails the test. */
export async function openPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage()
  page.on('pageerror', (error) => {
    throw error
  })
  return page
}

/**
 * Signs somebody in, and waits until the app shows them a place: the first time that is “My learning”. The provider may
 * remember who signed in before in this browser.
 */
export async function signIn(page: Page, name = 'Amina Diallo'): Promise<void> {
  await page.getByRole('button', { name: 'Sign in' }).click()
  const choice = page.getByRole('button', { name: new RegExp(`${name}(?!, account)`) }) // the provider's, not the app's
  await expect(syncStatus(page).or(choice).first()).toBeVisible()
  if (await choice.isVisible()) await choice.click()
  await expect(syncStatus(page)).toBeVisible()
  await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible()
}

/** Goes to a place of the app by its address. @param place as it stands after the `#` */
export async function go(page: Page, place: string): Promise<void> {
  await page.goto(`${appUrl(page)}#${place}`)
}

/** Where the app is, without the place in it. */
export function appUrl(page: Page): string {
  return page.url().split('#')[0] ?? ''
}

export const syncStatus = (page: Page) => page.getByRole('button', { name: /^Sync status/ })
export const outline = (page: Page) => page.getByRole('navigation', { name: 'Course outline' })

/** Waits until the device has sent everything and knows that it arrived. */
export async function delivered(page: Page): Promise<void> {
  await expect(syncStatus(page)).toHaveAccessibleName(/All delivered at/)
}

/** Enrolls in a free course and waits until it is on the device and the centre knows. */
export async function enrollAndKeep(page: Page, slug: string): Promise<void> {
  await go(page, `/course/${slug}`)
  await page.getByRole('button', { name: /^Enroll and keep on this device/ }).click()
  await expect(page.getByText(/^Kept on this device|On this device/).first()).toBeVisible({ timeout: 60_000 })
  await delivered(page)
}

/** Opens the notes beside a lesson if they are folded away. @returns the field for a new one. */
export async function showNotes(page: Page) {
  const show = page.getByRole('button', { name: 'Show notes' })
  const field = page.getByRole('textbox', { name: 'New note' })
  await expect(show.or(field).first()).toBeVisible()
  if (await show.isVisible()) await show.click()
  await expect(field).toBeVisible()
  return field
}
