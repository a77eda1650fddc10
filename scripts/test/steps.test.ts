import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { countPlaywright, countVitest } from './reports.ts'
import { runStep, type StepResult, summary } from './steps.ts'

const projectRoot = fileURLToPath(new URL('../..', import.meta.url))

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'brainix-reports-'))
  vi.spyOn(console, 'log').mockImplementation(() => undefined)
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
})
afterEach(() => {
  rmSync(folder, { recursive: true })
  vi.restoreAllMocks()
})

const result = (name: string, ok: boolean, counts: StepResult['counts'] = null): StepResult => ({
  name,
  ok,
  seconds: 1,
  counts,
})
const node = (script: string) => ({ name: 'step', command: process.execPath, args: ['-e', script] })

test('the last line counts the tests of every runner', () => {
  const { lines, ok } = summary([
    result('types', true),
    result('unit', true, { passed: 400, failed: 0, skipped: 1, secondTries: [], failures: [] }),
    result('e2e', true, { passed: 12, failed: 0, skipped: 0, secondTries: [], failures: [] }),
  ])
  expect(lines.at(-1)).toBe('412 passed, 0 failed')
  expect(ok).toBe(true)
})

test('a failed check without a test to show for it counts as one failure', () => {
  const { lines, ok } = summary([
    result('types', false),
    result('unit', true, { passed: 3, failed: 0, skipped: 0, secondTries: [], failures: [] }),
  ])
  expect(lines.at(-1)).toBe('3 passed, 1 failed')
  expect(ok).toBe(false)
})

test('failed tests are counted once', () => {
  const { lines } = summary([
    result('unit', false, { passed: 3, failed: 2, skipped: 0, secondTries: [], failures: [] }),
  ])
  expect(lines.at(-1)).toBe('3 passed, 2 failed')
})

test('a run of nothing is no success', () => {
  expect(summary([result('types', true)]).ok).toBe(false)
})

test('a runner that ends well without running a test has failed', async () => {
  const count = () => ({ passed: 0, failed: 0, skipped: 7, secondTries: [], failures: [] })
  expect(await runStep({ ...node(''), count }, folder)).toMatchObject({ ok: false })
  expect(
    await runStep({ ...node(''), count: () => countVitest(join(folder, 'none')) }, folder),
  ).toMatchObject({ ok: false })
})

test('a step ends as its process does, and one that cannot be started has failed', async () => {
  expect(await runStep(node('process.exit(0)'), folder)).toMatchObject({ ok: true, counts: null })
  expect(await runStep(node('process.exit(3)'), folder)).toMatchObject({ ok: false })
  expect(await runStep({ name: 'step', command: join(folder, 'nothing'), args: [] }, folder)).toMatchObject({
    ok: false,
  })
})

const passedWith = (...secondTries: string[]) =>
  result('e2e', true, { passed: 5, failed: 0, skipped: 0, secondTries, failures: [] })

test('what passed only when it was tried again is named, and more than two of them have failed', () => {
  const one = summary([passedWith('a story')])
  expect(one.lines).toEqual([
    'passed only when tried again: a story',
    expect.stringContaining('ok'),
    '5 passed, 0 failed',
  ])
  expect(one.ok).toBe(true)
  const three = summary([passedWith('a', 'b'), passedWith('c')])
  expect(three.lines.at(-1)).toBe('7 passed, 3 failed')
  expect(three.ok).toBe(false)
})

test('the reports tell which tests passed only when they were tried again', () => {
  const path = join(folder, 'e2e.json')
  const spec = (title: string, status: string) => ({ title, file: 'a.e2e.ts', tests: [{ status }] })
  writeFileSync(
    path,
    JSON.stringify({
      stats: { expected: 1, unexpected: 1, flaky: 2, skipped: 2 },
      suites: [
        {
          specs: [spec('one', 'flaky'), spec('two', 'expected')],
          suites: [{ specs: [spec('three', 'flaky'), spec('four', 'unexpected')] }],
        },
      ],
    }),
  )
  expect(countPlaywright(path)).toEqual({
    passed: 3,
    failed: 1,
    skipped: 2,
    secondTries: ['a.e2e.ts: one', 'a.e2e.ts: three'],
    failures: [],
  })
})

test('vitest’s second tries are told by a reporter of our own', async () => {
  symlinkSync(join(projectRoot, 'node_modules'), join(folder, 'node_modules'))
  writeFileSync(
    join(folder, 'config.mjs'),
    `export default { test: { projects: [{ test: { name: 'small', include: ['*.test.mjs'] } }] } }`,
  )
  writeFileSync(
    join(folder, 'flaky.test.mjs'),
    `import { expect, test } from 'vitest'
     let tries = 0
     test('steady', () => {})
     test('wavers', () => { tries += 1; expect(tries).toBe(2) })`,
  )
  const report = join(folder, '.cache', 'reports', 'small.json')
  await runStep(
    {
      name: 'small',
      command: process.execPath,
      args: [
        join(projectRoot, 'node_modules', 'vitest', 'vitest.mjs'),
        'run',
        ...['--root', folder, '--project', 'small', '--retry', '1', '--config', join(folder, 'config.mjs')],
        ...[
          '--reporter=json',
          `--outputFile.json=${report}`,
          `--reporter=${join(projectRoot, 'scripts/test/second-tries.ts')}`,
        ],
      ],
    },
    folder,
  )
  expect(countVitest(report)).toMatchObject({ passed: 2, failed: 0 })
  expect(countVitest(report).secondTries).toEqual(['flaky.test.mjs: wavers'])
})

test('what failed is named again at the end, before the table', () => {
  const path = join(folder, 'vitest.json')
  const failed = { fullName: 'a note is kept', status: 'failed', failureMessages: ['expected 1 to be 2'] }
  const passed = { fullName: 'a note is sent', status: 'passed', failureMessages: [] }
  writeFileSync(
    path,
    JSON.stringify({
      numPassedTests: 1,
      numFailedTests: 1,
      numPendingTests: 0,
      numTodoTests: 0,
      testResults: [
        { name: 'notes.test.ts', status: 'failed', message: '', assertionResults: [failed, passed] },
        { name: 'broken.test.ts', status: 'failed', message: 'no such module', assertionResults: [] },
      ],
    }),
  )
  const { lines } = summary([result('unit', false, countVitest(path))])
  expect(lines[0]).toBe('notes.test.ts: a note is kept\n    expected 1 to be 2')
  expect(lines[1]).toBe('broken.test.ts\n    no such module')
  expect(lines.at(-1)).toBe('1 passed, 1 failed')
})
