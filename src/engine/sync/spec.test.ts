import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '..', '..', '..')
const rules = [
  ...readFileSync(join(import.meta.dirname, 'SPEC.md'), 'utf8').matchAll(/^- \*\*([A-Z]{2}-\d+)\*\*/gm),
].map(([, id]) => id ?? '')
const quotes = globSync('{src,server,tests}/**/*.{test,e2e}.ts', { cwd: root })
  .filter((path) => !path.endsWith('sync/spec.test.ts'))
  .flatMap((path) =>
    [...readFileSync(join(root, path), 'utf8').matchAll(/\[([A-Z]{2}-\d+)\]/g)].map(([, id]) => ({
      path,
      id: id ?? '',
    })),
  )

it('numbers every rule once', () => {
  expect(rules.length).toBeGreaterThan(30)
  expect(new Set(rules).size).toBe(rules.length)
})

it('has a test for every rule', () => {
  const quoted = new Set(quotes.map(({ id }) => id))
  expect(rules.filter((id) => !quoted.has(id))).toEqual([])
})

it('is quoted only where it has such a rule', () => {
  expect(quotes.filter(({ id }) => !rules.includes(id))).toEqual([])
})
