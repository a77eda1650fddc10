import { availableParallelism } from 'node:os'
import { defineConfig } from '@playwright/test'
import { findChromium } from '../../scripts/find-chromium.ts'

const chromium = await findChromium()

/** A browser, real processes behind it. A test here is a whole story, so it may take minutes. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.e2e.ts',
  outputDir: '../../.cache/test-results',
  timeout: 240_000,
  expect: { timeout: 30_000 },
  // Each story has a centre and devices of its own, and waits for much of its time: one more than there are cores.
  workers: Math.min(4, availableParallelism() + 1),
  // Where nobody watches, what fails is tried once more, and named at the end (docs/decisions/0022).
  retries: process.env.CI ? 1 : 0,
  use: {
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    actionTimeout: 30_000,
    launchOptions: {
      executablePath: chromium.path,
      args: [
        ...chromium.args,
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--autoplay-policy=no-user-gesture-required',
      ],
      env: { ...process.env, ...chromium.env } as Record<string, string>,
    },
  },
})
