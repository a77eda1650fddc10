import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { breaks, readRuled, withoutRule } from './breaks.ts'

/** How long a machine may take that does many other things at the same time. Nothing here is measured. */
const patience = { timeout: 20 * 60_000 }

it('every person’s work arrives whole, whatever happens on the way', patience, async () => {
  const { code, output } = await simulate('--seeds', '300', '--workers', '2')
  expect(code, output).toBe(0)
})

it('notices when a rule of the product is missing', patience, async () => {
  const { code, output } = await simulate('--breaks', '--known')
  expect(code, output).toBe(0)
})

it('tells the same story for the same seed, whatever was told before', patience, async () => {
  const [alone, afterOthers] = await Promise.all([
    simulate('--seed', '27', '--verbose'),
    simulate('--from', '25', '--seeds', '3', '--workers', '1', '--verbose'),
  ])
  const told = (output: string) =>
    output
      .split(/seed 2[56] ended well.*\n/)
      .at(-1)
      ?.split('\n1 stories')[0]
  expect(alone.output).toContain('seed 27 ended well')
  expect(told(afterOthers.output)?.split('\n3 stories')[0]).toBe(told(alone.output))
})

it('every rule it can take out is in the product exactly once', () => {
  for (const rule of breaks) expect(withoutRule(rule, readRuled(rule))).not.toBe(readRuled(rule))
  expect(new Set(breaks.map(({ rule }) => rule)).size).toBe(breaks.length)
  expect(breaks.length).toBeGreaterThanOrEqual(12)
})

function simulate(...args: string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), ...args])
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        output += String(chunk)
      })
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, output }))
  })
}
