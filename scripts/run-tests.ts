import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { countPlaywright, countVitest } from './test/reports.ts'
import { runStep, type Step, type StepResult, summary } from './test/steps.ts'

/*
 * `npm test`: types, lint, unused code, the build, unit and Postgres tests, and the end-to-end tests, one after the
 * other and all of them, whatever fails. `npm test -- --only types,lint` runs some.
 */
const root = fileURLToPath(new URL('..', import.meta.url))
const reports = join(root, '.cache', 'reports')
const bin = (name: string) => join(root, 'node_modules', '.bin', name)
const { values } = parseArgs({ options: { only: { type: 'string' } } })

// Everything below runs under the pinned Node, whichever started us.
process.env.PATH = `${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH ?? ''}`
rmSync(reports, { recursive: true, force: true })
mkdirSync(reports, { recursive: true })

const steps: Step[] = [
  { name: 'types', command: bin('tsc'), args: ['-b'] },
  { name: 'lint', command: bin('biome'), args: ['check', '--config-path', 'scripts/lint.json', '.'] },
  { name: 'unused code', command: bin('knip'), args: ['--no-progress'] },
  { name: 'build', command: process.execPath, args: ['scripts/build.ts'] },
  vitest('unit'),
  vitest('postgres'),
  endToEnd(),
]

const only = values.only?.split(',')
const unknown = only?.filter((name) => !steps.some((step) => step.name === name)) ?? []
if (unknown.length > 0) {
  console.error(`There is no step "${unknown[0]}". Steps: ${steps.map(({ name }) => name).join(', ')}`)
  process.exit(2)
}

const results: StepResult[] = []
for (const step of steps) if (!only || only.includes(step.name)) results.push(await runStep(step, root))

const { lines, ok } = summary(results)
console.log(`\n${lines.join('\n')}`)
process.exit(ok || (only && results.every((result) => result.ok)) ? 0 : 1)

function vitest(project: string): Step {
  const report = join(reports, `${project}.json`)
  const config = ['--config', 'tests/vitest.config.ts', '--project', project]
  const reporters = [
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    '--reporter=./scripts/test/second-tries.ts',
  ]
  return {
    name: project,
    command: process.execPath,
    args: [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', ...config, ...reporters],
    count: () => countVitest(report),
  }
}

function endToEnd(): Step {
  const report = join(reports, 'e2e.json')
  const config = 'tests/e2e/playwright.config.ts'
  if (!existsSync(join(root, config)))
    return { name: 'e2e', command: process.execPath, args: ['-e', 'console.log("there are none yet")'] }
  process.env.PLAYWRIGHT_JSON_OUTPUT_NAME = report
  return {
    name: 'e2e',
    command: process.execPath,
    args: [
      join(root, 'node_modules', '@playwright', 'test', 'cli.js'),
      'test',
      '--config',
      config,
      '--reporter=list,json',
    ],
    count: () => countPlaywright(report),
  }
}
