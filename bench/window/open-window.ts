import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { performance } from 'node:perf_hooks'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { chromium, type Page } from '@playwright/test'
import { findChromium } from '../../scripts/find-chromium.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

export interface BenchWindow {
  page: Page
  /** From asking for the page: when something of the app was painted, and when “My learning” stood there to be used. */
  firstPaintMs: number
  interactiveMs: number
  /** From starting the shell's process to its saying where the app is. */
  shellMs: number
  /** Scripts the page had loaded by then. */
  scripts: { rawBytes: number; gzipBytes: number; count: number }
  close(): Promise<void>
}

/** The browser shell of a device in a process of its own, and a new Chromium with an empty cache that opens it. */
export async function openWindow(home: string): Promise<BenchWindow> {
  const startedMs = performance.now()
  const shell = spawn(process.execPath, ['browser/main.ts'], {
    cwd: root,
    env: { ...process.env, BRAINIX_HOME: home },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const closed = once(shell, 'close')
  const stopShell = async () => {
    shell.kill('SIGINT')
    await closed
  }
  try {
    const url = await addressOf(createInterface({ input: shell.stdout }))
    const shellMs = performance.now() - startedMs
    const found = await findChromium()
    const browser = await chromium.launch({
      executablePath: found.path,
      args: found.args,
      env: { ...process.env, ...found.env } as Record<string, string>,
    })
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    const scripts: Promise<Buffer>[] = []
    let isStarting = true
    page.on('response', (response) => {
      if (isStarting && response.request().resourceType() === 'script') scripts.push(response.body())
    })
    await page.addInitScript(watchReadiness)
    await page.goto(url, { waitUntil: 'commit' })
    await page.waitForFunction(() => Reflect.has(window, 'benchReadyMs'), undefined, { timeout: 60_000 })
    isStarting = false // what is fetched in advance from here on may still be under way when the window closes
    const times = await page.evaluate(() => ({
      firstPaintMs: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,
      interactiveMs: Number(Reflect.get(window, 'benchReadyMs')),
    }))
    const bodies = await Promise.all(scripts)
    return {
      page,
      shellMs,
      ...times,
      scripts: {
        count: bodies.length,
        rawBytes: bodies.reduce((sum, body) => sum + body.length, 0),
        gzipBytes: bodies.reduce((sum, body) => sum + gzipSync(body).length, 0),
      },
      close: async () => {
        await browser.close()
        await stopShell()
      },
    }
  } catch (error) {
    await stopShell()
    throw error
  }
}

/** In the page: notes when the first place shows its heading and what to go on with. */
function watchReadiness(): void {
  const look = () => {
    if (document.querySelector('main h1') && document.querySelector('main a[href*="#/learn/"]'))
      Reflect.set(window, 'benchReadyMs', performance.now())
    else requestAnimationFrame(look)
  }
  look()
}

async function addressOf(lines: AsyncIterable<string>): Promise<string> {
  for await (const line of lines) {
    const address = /^BrainiX is open at (\S+)/.exec(line)?.[1]
    if (address) return address
  }
  throw new Error('the shell ended before it said where it is')
}
