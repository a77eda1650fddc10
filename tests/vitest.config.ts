import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('..', import.meta.url))
const everywhere = '{src,server,drizzle,electron,browser,tests,scripts}/**'
const postgresTests = [`${everywhere}/*.pg.test.ts`, 'tests/sync/**/*.test.ts']
const notHere = ['**/node_modules/**', 'out/**', '.cache/**', 'tests/e2e/**']

/** What is waited for comes at once on a quiet machine; a busy one gets its time. */
const patient = { poll: { timeout: 30_000 } }

/** Where nobody watches, a test that fails is tried once more, and named at the end (docs/decisions/0022). */
const retry = process.env.CI ? 1 : 0

/** Two projects: what needs nothing, and what needs one shared embedded Postgres (started once by global set-up). */
export default defineConfig({
  root,
  test: {
    // Half of most tests' time is waiting for a disk, a process or the other end of a line: one a core leaves nobody idle.
    maxWorkers: '100%',
    // Loading the house anew for every file took a seventh of the time. What a test changes, it puts back.
    isolate: false,
    projects: [
      {
        root,
        test: {
          name: 'unit',
          expect: patient,
          retry,
          testTimeout: 30_000,
          include: [`${everywhere}/*.test.ts`],
          exclude: [...notHere, ...postgresTests],
        },
      },
      {
        root,
        test: {
          name: 'postgres',
          expect: patient,
          retry,
          include: postgresTests,
          exclude: notHere,
          globalSetup: ['tests/support/postgres-global-setup.ts'],
          // Far more than a busy machine needs: what hangs is told by name, what is slow is left alone.
          testTimeout: 180_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
