import { spawn } from 'node:child_process'

export interface Step {
  name: string
  command: string
  args: string[]
  /** Counts what ran, from the report the step left. A step without tests of its own has none. */
  count?: () => Counts
}

export interface Counts {
  passed: number
  failed: number
  skipped: number
  /** What passed only when it was tried again, by name. */
  secondTries: string[]
  /** What failed, by name, with the beginning of its reason: shown again at the end, where it is looked for. */
  failures: string[]
}

export interface StepResult {
  name: string
  ok: boolean
  seconds: number
  counts: Counts | null
}

/** Runs one step, its output shown as it comes. A runner that ran no test at all has failed, whatever it says. */
export async function runStep(step: Step, cwd: string): Promise<StepResult> {
  console.log(`\n── ${step.name}`)
  const startedAt = performance.now()
  const code = await run(step, cwd)
  const counts = step.count ? countOrExplain(step.count) : null
  const ranNothing = counts !== null && counts.passed + counts.failed === 0
  if (ranNothing) console.error(`${step.name}: no test was run`)
  return {
    name: step.name,
    ok: code === 0 && !ranNothing && (counts?.failed ?? 0) === 0,
    seconds: (performance.now() - startedAt) / 1000,
    counts,
  }
}

/** More tests than this that need a second try in one run are no accident: the run has failed. */
const secondTriesAllowed = 2

/**
 * The last words of a test run: what failed, what had to be tried again, a table, then `N passed, M failed`. Tests are counted; a step that failed without a
 * failed test to show for it (types, lint, a runner that broke) counts as one failure.
 */
export function summary(results: StepResult[]): { lines: string[]; ok: boolean } {
  let passed = 0
  let failed = 0
  const lines = results.map(({ name, ok, seconds, counts }) => {
    passed += counts?.passed ?? 0
    failed += Math.max(counts?.failed ?? 0, ok ? 0 : 1)
    const tests = counts
      ? ` (${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped)`
      : ''
    return `${ok ? 'ok    ' : 'FAILED'} ${name}${tests} ${seconds.toFixed(1)} s`
  })
  const failures = results.flatMap(({ counts }) => counts?.failures ?? [])
  const again = results.flatMap(({ counts }) => counts?.secondTries ?? [])
  if (again.length > secondTriesAllowed) {
    failed += again.length
    passed -= again.length
  }
  lines.push(`${passed} passed, ${failed} failed`)
  const told = again.map((name) => `passed only when tried again: ${name}`)
  return { lines: [...failures, ...told, ...lines], ok: failed === 0 && passed > 0 }
}

function countOrExplain(count: () => Counts): Counts {
  try {
    return count()
  } catch (error) {
    console.error(`The report could not be read: ${error instanceof Error ? error.message : error}`)
    return { passed: 0, failed: 0, skipped: 0, secondTries: [], failures: [] }
  }
}

function run(step: Step, cwd: string): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(step.command, step.args, { cwd, stdio: 'inherit' })
    child.on('error', (error) => {
      console.error(error.message)
      resolve(1)
    })
    child.on('exit', (code) => resolve(code ?? 1))
  })
}
