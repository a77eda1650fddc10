import { expect, it } from 'vitest'
import { ndjsonResponse } from './ndjson.ts'

const unexpected = (error: unknown) => {
  throw error
}

it('writes one JSON text per line', async () => {
  const source = (async function* () {
    yield { line: 1 }
    yield { line: 'two\nwith a break' }
  })()
  const response = await ndjsonResponse(source, unexpected)
  expect(await response.text()).toBe('{"line":1}\n{"line":"two\\nwith a break"}\n')
})

it('takes no more from its source than the reader takes from it, and ends the source when the reader leaves', async () => {
  let made = 0
  let ended = false
  const source = (async function* () {
    try {
      for (;;) yield { number: made++, text: 'x'.repeat(1_000) }
    } finally {
      ended = true
    }
  })()
  const { body } = await ndjsonResponse(source, unexpected)
  if (!body) throw new Error('no body')
  const reader = body.getReader()
  await reader.read()
  await new Promise((done) => setTimeout(done, 20))
  expect(made).toBeLessThan(300) // a few chunks of 64 KiB, not an endless stream
  await reader.cancel()
  expect(ended).toBe(true)
})

it('fails before anything is sent when its source fails at once', async () => {
  // biome-ignore lint/correctness/useYield: it fails before it would
  const source = (async function* () {
    throw new Error('no database')
  })()
  await expect(ndjsonResponse(source, unexpected)).rejects.toThrow('no database')
})

it('ends where it is when its source fails later, and says so to the operator only', async () => {
  const source = (async function* () {
    yield { kind: 'begin' }
    throw new Error('the database went away')
  })()
  const failures: unknown[] = []
  const response = await ndjsonResponse(source, (error) => failures.push(error))
  expect(await response.text()).not.toContain('went away')
  expect(failures.map(String)).toEqual(['Error: the database went away'])
})
