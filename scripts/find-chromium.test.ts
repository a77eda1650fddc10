import { chromium } from '@playwright/test'
import { expect, test } from 'vitest'
import { type Chromium, findChromium, places } from './find-chromium.ts'

async function titleShownBy({ path, args, env }: Chromium): Promise<string> {
  const browser = await chromium.launch({ executablePath: path, args, env: { ...process.env, ...env } })
  try {
    const page = await browser.newPage()
    await page.setContent('<title></title><h1>été</h1><script>document.title = 6 * 7</script>')
    const heading = page.getByRole('heading')
    // Text without a font has no height, and cannot be clicked.
    expect((await heading.boundingBox())?.height).toBeGreaterThan(10)
    return `${await page.title()} ${await heading.textContent()}`
  } finally {
    await browser.close()
  }
}

test('the Chromium that is found shows a page', async () => {
  expect(await titleShownBy(await findChromium())).toBe('42 été')
}, 60_000)

test.runIf(process.platform === 'linux' && process.arch === 'x64')(
  'where nothing is installed, the one from npm shows a page',
  async () => {
    const found = await places.npm({})
    expect(found?.source).toBe('npm')
    if (found) expect(await titleShownBy(found)).toBe('42 été')
  },
  90_000,
)

test('a CHROMIUM_PATH that names nothing is an error, not another browser', async () => {
  await expect(findChromium({ CHROMIUM_PATH: '/no/such/browser' })).rejects.toThrow('/no/such/browser')
})

test('the named one goes before every other', async () => {
  expect(await findChromium({ CHROMIUM_PATH: process.execPath })).toMatchObject({
    path: process.execPath,
    source: 'CHROMIUM_PATH',
  })
})
