import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { enrollAndKeep, go, showNotes, signIn } from './support/person.ts'
import { shoot } from './support/shots.ts'
import { stageFor } from './support/stage.ts'
import { halfAFilm } from './support/study-course.ts'

const stage = stageFor('hostile', {
  course: writeCourse,
  prepare: async () => {
    // As a page of the web platform would write them: no import has looked at these texts.
    for (const [title, content] of Object.entries(texts))
      await stage.centre.query('UPDATE lessons SET content = $2 WHERE title = $1', [title, content])
    await stage.centre.query(
      `UPDATE lessons SET content = replace($1, 'FILE', (SELECT 'brainix-file:' || sha256 FROM media_files WHERE name = 'dot.svg' LIMIT 1))
       WHERE title = 'Two thousand pictures'`,
      [pictures],
    )
  },
})

test('content that is hostile, broken or enormous does no harm, and the app says what is wrong', async ({
  page,
}) => {
  const alarms: string[] = []
  page.on('pageerror', (error) => alarms.push(String(error)))
  page.on('dialog', (dialog) => {
    alarms.push(dialog.message())
    void dialog.dismiss()
  })
  const requests: string[] = []
  page.on('request', (request) => requests.push(request.url()))

  await test.step('signs in and opens the course', async () => {
    await page.goto(stage.laptop.shell.url)
    await signIn(page)
    await enrollAndKeep(page, 'hostile')
    await go(page, '/')
    await page.getByRole('link', { name: 'Hostile', exact: true }).click()
    await expect(page.getByRole('navigation', { name: 'Course outline' })).toBeVisible()
  })

  await test.step('scripts, and links that are scripts', async () => {
    await open(page, 'Scripts')
    const article = page.getByRole('article')
    await expect(article.getByText('The end of the scripts')).toBeVisible()
    for (const selector of [
      'script',
      'iframe',
      'object',
      'form',
      'style',
      '[onerror]',
      '[onclick]',
      '[style*="fixed"]',
    ])
      await expect(article.locator(`.bx-markdown ${selector}`), selector).toHaveCount(0)
    const addresses = await article
      .locator('a')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''))
    expect(addresses.filter((address) => /^\s*(?:javascript|data|file|vbscript):/i.test(address))).toEqual([])
    for (const text of ['click me', 'me too', 'and me'])
      await article.getByText(text, { exact: true }).click()
    expect(await page.evaluate(() => Reflect.get(window, 'pwned'))).toBeUndefined()
    await shoot(page, 'hostile-scripts')
  })

  await test.step('mathematics that is none', async () => {
    await open(page, 'Broken mathematics')
    const article = page.getByRole('article')
    await expect(article.getByText('The end of the formulas')).toBeVisible()
    await expect(article.locator('.katex-error').first()).toBeVisible()
    await expect(article.locator('.katex-html').first()).toBeVisible()
    await shoot(page, 'hostile-mathematics')
  })

  await test.step('five megabytes of text', async () => {
    await open(page, 'Five megabytes')
    await expect(page.getByRole('heading', { name: 'Chapter 1', exact: true })).toBeVisible({
      timeout: 60_000,
    })
    // Only what is near is on the page.
    expect(await page.locator('.bx-markdown *').count()).toBeLessThan(20_000)
    const scroller = page.locator('[data-lesson-scroller]')
    await scroller.evaluate((element) => element.scrollTo(0, element.scrollHeight / 2))
    await expect.poll(() => chapterInView(page), { timeout: 60_000 }).toBeGreaterThan(100)
    const field = await showNotes(page)
    await field.fill('Still here')
    await expect(page.getByText(/^(On this device|Received) ·/).first()).toBeVisible()
    await shoot(page, 'hostile-five-megabytes')
  })

  await test.step('boxes in boxes in boxes', async () => {
    await open(page, 'Boxes in boxes')
    await expect(page.getByText('The end of the boxes')).toBeVisible({ timeout: 60_000 })
  })

  await test.step('two thousand pictures', async () => {
    await open(page, 'Two thousand pictures')
    const images = page.getByRole('article').locator('img')
    const first = images.first()
    await expect
      .poll(() => first.evaluate((image: HTMLImageElement) => image.naturalWidth), { timeout: 60_000 })
      .toBeGreaterThan(0)
    // Those far below are not even on the page; whoever goes there finds them.
    expect(await images.count()).toBeLessThan(1_000)
    const scroller = page.locator('[data-lesson-scroller]')
    await expect
      .poll(
        async () => {
          await scroller.evaluate((element) => element.scrollTo(0, element.scrollHeight))
          return page.getByRole('img', { name: 'Picture 1999', exact: true }).count()
        },
        { timeout: 60_000 },
      )
      .toBe(1)
  })

  await test.step('a PDF that is none', async () => {
    await open(page, 'A false PDF')
    await page.getByRole('button', { name: /^No PDF/ }).click()
    const viewer = page.getByRole('dialog', { name: 'No PDF' })
    await expect(viewer.getByRole('alert')).toContainText('This file cannot be shown')
    await shoot(page, 'hostile-pdf')
    await viewer.getByRole('button', { name: 'Close the file' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'A false PDF' })).toBeVisible()
  })

  await test.step('a video that stops half way, and one that is none', async () => {
    await open(page, 'Half a film')
    const video = page.locator('video')
    await expect
      .poll(() => video.evaluate((film: HTMLVideoElement) => film.readyState), { timeout: 60_000 })
      .toBeGreaterThan(0)
    await video.evaluate((film: HTMLVideoElement) => {
      film.muted = true
      film.currentTime = 8
      film.playbackRate = 4
      return film.play().catch(() => {})
    })
    await expect(page.getByRole('alert')).toContainText(/The video stopped at 0:\d\d/, { timeout: 60_000 })
    await shoot(page, 'hostile-video')
    await page.getByRole('button', { name: 'Try again' }).click()
    await expect(page.locator('video')).toBeVisible()
    await expect(page.getByRole('article').getByText('Completed')).toBeHidden()

    await open(page, 'No film')
    await expect(page.getByRole('alert')).toContainText('This video cannot be played')
  })

  await test.step('nothing ran, nothing was fetched from elsewhere', async () => {
    expect(alarms).toEqual([])
    const own = new URL(stage.laptop.shell.url).origin
    const elsewhere = requests.filter(
      (url) =>
        /^https?:/.test(url) &&
        !url.startsWith(own) &&
        !url.startsWith(stage.centre.gatewayUrl) &&
        !/127\.0\.0\.1|localhost/.test(url),
    )
    expect(elsewhere).toEqual([])
  })
})

async function open(page: Page, title: string): Promise<void> {
  await page
    .getByRole('navigation', { name: 'Course outline' })
    .getByRole('link', { name: new RegExp(title) })
    .click()
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible({ timeout: 60_000 })
}

/** Number of the chapter that stands in the window; 0 while none does. */
function chapterInView(page: Page): Promise<number> {
  return page.evaluate(() => {
    const headings = [...document.querySelectorAll('.bx-markdown h2')]
    const shown = headings.find((heading) => {
      const { top } = heading.getBoundingClientRect()
      return top >= 0 && top < window.innerHeight
    })
    return Number(/\d+/.exec(shown?.textContent ?? '')?.[0] ?? 0)
  })
}

const prose = 'A sentence with *some* weight, a [link](https://example.org), `code` and $x^2$. '
const chapters: string[] = []
for (let length = 0, index = 1; length < 5_000_000; index += 1) {
  const chapter = `## Chapter ${index}\n\n${prose.repeat(12)}\n\n- one\n- two\n\n`
  chapters.push(chapter)
  length += chapter.length
}
const pictures = Array.from({ length: 2_000 }, (_, index) => `![Picture ${index}](FILE)`).join('\n\n')

const texts: Record<string, string> = {
  Scripts: [
    '<script>window.pwned = 1; alert(1)</script>',
    '<img src=x onerror="window.pwned = 2">',
    '<iframe src="https://example.org"></iframe><object data="x"></object>',
    '<div style="position:fixed;inset:0" onclick="window.pwned = 3">over everything</div>',
    '<svg onload="window.pwned = 4"></svg><style>body { display: none }</style>',
    '[click me](javascript:window.pwned=5)',
    '[me too](JaVaScRiPt:alert(2))',
    '[and me](data:text/html,<script>alert(3)</script>)',
    '![x](javascript:alert(4))',
    '![tracker](https://example.org/pixel.png)',
    ':::note{onclick="window.pwned=6" style="position:fixed"}\nA box\n:::',
    '$\\href{javascript:alert(5)}{x}$ and $\\htmlStyle{position:fixed}{y}$',
    'The end of the scripts',
  ].join('\n\n'),
  'Broken mathematics': [
    '$\\frac{1}{$',
    '$$\n\\begin{matrix} a & b \\\\ \n$$',
    '$\\def\\a{\\a\\a}\\a$',
    '$\\rule{9999em}{9999em}$',
    'Good: $a^2 + b^2 = c^2$',
    'The end of the formulas',
  ].join('\n\n'),
  'Five megabytes': chapters.join(''),
  'Boxes in boxes': `${':::note\n'.repeat(1_500)}\nThe end of the boxes`,
}

async function writeCourse(place: string): Promise<void> {
  await mkdir(place, { recursive: true })
  const put = (path: string, content: string | Uint8Array) => writeFile(join(place, path), content)
  const names = [...Object.keys(texts), 'Two thousand pictures', 'A false PDF', 'Half a film', 'No film']
  const front: Record<string, string> = {
    'A false PDF': 'resources: [{ title: No PDF, url: false.pdf }]',
    'Half a film': 'video: half.webm\nvideo_seconds: 26',
    'No film': 'video: none.webm\nvideo_seconds: 26',
  }
  for (const [index, name] of names.entries())
    await put(
      `${index}.md`,
      `---\ntitle: ${name}\n${front[name] ?? ''}\n---\n${name === 'Two thousand pictures' ? '![dot](dot.svg)' : 'Text.'}`,
    )
  await put('config.yaml', 'title: Hostile\nslug: hostile\n')
  await put(
    'dot.svg',
    '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40"><circle cx="20" cy="20" r="9"/></svg>',
  )
  await put('false.pdf', '<html><script>alert(1)</script></html>')
  await put('half.webm', await halfAFilm())
  await put('none.webm', 'this is no film')
}
