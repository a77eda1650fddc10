import { expect, it } from 'vitest'
import type { ShapeUpstream } from '../../../server/shapes/upstream.ts'
import { rollDice } from '../simulator/dice.ts'
import { skipChanges } from './skip-changes.ts'

const change = { key: '"public"."lessons"/"l"', value: { id: 'l' }, headers: { operation: 'update' } }
const upToDate = { headers: { control: 'up-to-date' } }
const service: ShapeUpstream = {
  fetch: async () =>
    Response.json([change, change, upToDate], {
      headers: { 'electric-offset': '9_0', 'electric-up-to-date': '' },
    }),
}

const ask = async (probability: number, query: Record<string, string>) => {
  const skips: [string, number][] = []
  const skipping = skipChanges(service, probability, rollDice(1), (...skip) => skips.push(skip))
  const answer = await skipping.fetch(new URLSearchParams(query), new Headers(), new AbortController().signal)
  return { messages: await answer.json(), offset: answer.headers.get('electric-offset'), skips }
}

it('moves an offset past changes it does not give, and tells how many', async () => {
  expect(await ask(1, { table: 'lessons', offset: '4_0' })).toEqual({
    messages: [upToDate],
    offset: '9_0',
    skips: [['lessons', 2]],
  })
})

it.each([
  ['as often as it should', 0, { table: 'lessons', offset: '4_0' }],
  ['never on the first pages of a shape', 1, { table: 'lessons', offset: '-1' }],
  ['never on the first pages of a shape', 1, { table: 'lessons', offset: '0_0' }],
  ['never of the doorbell', 1, { table: 'change_feed', offset: '4_0' }],
])('leaves changes out %s', async (_, probability, query) => {
  expect(await ask(probability, query)).toEqual({
    messages: [change, change, upToDate],
    offset: '9_0',
    skips: [],
  })
})
