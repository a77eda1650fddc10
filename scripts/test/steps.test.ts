import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { countPlaywright, countVitest } from './reports.ts'
import { runStep, type StepResult, summary } from './steps.ts'

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
    result('unit', true, { passed: 400, failed: 0, skipped: 1, failures: [] }),
    result('e2e', true, { passed: 12, failed: 0, skipped: 0, failures: [] }),
  ])
  expect(lines.at(-1)).toBe('412 passed, 0 failed')
  expect(ok).toBe(true)
})

test('a failed check without a test to show for it counts as one failure', () => {
  const { lines, ok } = summary([
    result('types', false),
    result('unit', true, { passed: 3, failed: 0, skipped: 0, failures: [] }),
  ])
  expect(lines.at(-1)).toBe('3 passed, 1 failed')
  expect(ok).toBe(false)
})

test('failed tests are counted once', () => {
  const { lines } = summary([result('unit', false, { passed: 3, failed: 2, skipped: 0, failures: [] })])
  expect(lines.at(-1)).toBe('3 passed, 2 failed')
})

test('a run of nothing is no success', () => {
  expect(summary([result('types', true)]).ok).toBe(false)
})

test('a runner that ends well without running a test has failed', async () => {
  const count = () => ({ passed: 0, failed: 0, skipped: 7, failures: [] })
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

test('a test that passed only at the second try counts as failed', () => {
  const path = join(folder, 'e2e.json')
  writeFileSync(path, JSON.stringify({ stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 2 } }))
  expect(countPlaywright(path)).toEqual({ passed: 5, failed: 2, skipped: 2, failures: [] })
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
