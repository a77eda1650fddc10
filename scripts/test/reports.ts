import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import type { Counts } from './steps.ts'

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(
        z.object({
          fullName: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
    }),
  ),
})

const playwrightReport = z.object({
  stats: z.object({
    expected: z.number(),
    unexpected: z.number(),
    flaky: z.number(),
    skipped: z.number(),
  }),
  suites: z.array(z.lazy(() => suite)),
})

interface Suite {
  specs: { title: string; file: string; tests: { status: string }[] }[]
  suites?: Suite[] | undefined
}
const suite: z.ZodType<Suite> = z.lazy(() =>
  z.object({
    specs: z.array(
      z.object({ title: z.string(), file: z.string(), tests: z.array(z.object({ status: z.string() })) }),
    ),
    suites: z.array(suite).optional(),
  }),
)

const linesOfReason = 12

/** Counts of a vitest JSON report, and what failed with the first lines of its reason. */
export function countVitest(path: string): Counts {
  const report = vitestReport.parse(JSON.parse(readFileSync(path, 'utf8')))
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
    secondTries: secondTriesBeside(path),
    failures: report.testResults.flatMap(({ name, status, message, assertionResults }) => {
      const failed = assertionResults.filter((test) => test.status === 'failed')
      if (failed.length === 0 && status === 'failed') return [`${name}\n${firstLines(message ?? '')}`]
      return failed.map(
        (test) => `${name}: ${test.fullName}\n${firstLines(test.failureMessages?.join('\n') ?? '')}`,
      )
    }),
  }
}

/** Counts of a Playwright JSON report. */
export function countPlaywright(path: string): Counts {
  const { stats, suites } = playwrightReport.parse(JSON.parse(readFileSync(path, 'utf8')))
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
    skipped: stats.skipped,
    secondTries: suites.flatMap(flakyIn),
    failures: [],
  }
}

function flakyIn({ specs, suites = [] }: Suite): string[] {
  const flaky = specs.filter(({ tests }) => tests.some(({ status }) => status === 'flaky'))
  return [...flaky.map(({ file, title }) => `${file}: ${title}`), ...suites.flatMap(flakyIn)]
}

/** What the reporter of second tries left beside a report. */
function secondTriesBeside(path: string): string[] {
  const beside = path.replace(/\.json$/, '.second-tries.json')
  return existsSync(beside) ? z.array(z.string()).parse(JSON.parse(readFileSync(beside, 'utf8'))) : []
}

function firstLines(reason: string): string {
  return reason
    .split('\n')
    .slice(0, linesOfReason)
    .map((line) => `    ${line}`)
    .join('\n')
}
