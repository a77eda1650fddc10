import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { breaks, readRuled, withoutRule } from './breaks.ts'
import { writeStory } from './story.ts'

const minuteMs = 60_000

it('every person’s work arrives whole, whatever happens on the way', { timeout: 5 * minuteMs }, async () => {
  const { code, output } = await simulate('--seeds', '16', '--workers', '2')
  expect(code, output).toBe(0)
})

it('notices when a rule of the product is missing', { timeout: 5 * minuteMs }, async () => {
  const { code, output } = await simulate('--breaks', '--only', 'no-base')
  expect(code, output).toBe(0)
})

it('every rule it can take out is in the product exactly once', () => {
  for (const rule of breaks) expect(withoutRule(rule, readRuled(rule))).not.toBe(readRuled(rule))
  expect(new Set(breaks.map(({ rule }) => rule)).size).toBe(breaks.length)
})

it('tells the same story for the same seed', () => {
  expect(writeStory(7)).toEqual(writeStory(7))
  expect(writeStory(7)).not.toEqual(writeStory(8))
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
