import { readFileSync } from 'node:fs'
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
})

const linesOfReason = 12

/** Counts of a vitest JSON report, and what failed with the first lines of its reason. */
export function countVitest(path: string): Counts {
  const report = vitestReport.parse(JSON.parse(readFileSync(path, 'utf8')))
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
    failures: report.testResults.flatMap(({ name, status, message, assertionResults }) => {
      const failed = assertionResults.filter((test) => test.status === 'failed')
      if (failed.length === 0 && status === 'failed') return [`${name}\n${firstLines(message ?? '')}`]
      return failed.map(
        (test) => `${name}: ${test.fullName}\n${firstLines(test.failureMessages?.join('\n') ?? '')}`,
      )
    }),
  }
}

/** Counts of a Playwright JSON report. A test that passed only at a second try did not pass. */
export function countPlaywright(path: string): Counts {
  const { stats } = playwrightReport.parse(JSON.parse(readFileSync(path, 'utf8')))
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky,
    skipped: stats.skipped,
    failures: [],
  }
}

function firstLines(reason: string): string {
  return reason
    .split('\n')
    .slice(0, linesOfReason)
    .map((line) => `    ${line}`)
    .join('\n')
}
