import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('..', import.meta.url))
const everywhere = '{src,server,drizzle,electron,browser,tests,scripts}/**'
const postgresTests = [`${everywhere}/*.pg.test.ts`, 'tests/sync/**/*.test.ts']
const notHere = ['**/node_modules/**', 'out/**', '.cache/**', 'tests/e2e/**']

/** Two projects: what needs nothing, and what needs one shared embedded Postgres (started once by global set-up). */
export default defineConfig({
  root,
  test: {
    projects: [
      {
        root,
        test: {
          name: 'unit',
          include: [`${everywhere}/*.test.ts`],
          exclude: [...notHere, ...postgresTests],
        },
      },
      {
        root,
        test: {
          name: 'postgres',
          include: postgresTests,
          exclude: notHere,
          globalSetup: ['tests/support/postgres-global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
