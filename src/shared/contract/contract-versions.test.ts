import { expect, it } from 'vitest'
import { bringForward, type Contract, columnsAt, contract } from './contract-versions.ts'

const third: Contract = {
  version: 3,
  oldestAccepted: 1,
  steps: [
    {
      to: 2,
      mutations: {
        'notes.write': (args) => ({ name: 'notes.create', args: { ...Object(args), second: null } }),
      },
      added: { notes: ['video_second'], lessons: ['duration'] },
    },
    {
      to: 3,
      mutations: {
        'notes.create': (args) => {
          const { second, ...rest } = Object(args)
          return { name: 'notes.create', args: { ...rest, videoSecond: second } }
        },
      },
      added: { notes: ['color'] },
    },
  ],
}

it('a mutation walks through every version between its own and this one, and no other', () => {
  const at = (from: number, name: string, args: unknown) => bringForward({ name, args }, from, third)
  const now = { name: 'notes.create', args: { id: 'n', videoSecond: null } }
  expect(at(1, 'notes.write', { id: 'n' })).toEqual(now)
  expect(at(2, 'notes.create', { id: 'n', second: null })).toEqual(now)
  expect(at(3, 'notes.create', now.args)).toEqual(now)
  expect(at(4, 'notes.create', now.args)).toEqual(now)
  expect(at(1, 'constructor', 'anything')).toEqual({ name: 'constructor', args: 'anything' })
})

it('a device has the columns of its version, in their order', () => {
  const columns = ['id', 'video_second', 'content', 'color']
  expect(columnsAt(1, 'notes', columns, third)).toEqual(['id', 'content'])
  expect(columnsAt(2, 'notes', columns, third)).toEqual(['id', 'video_second', 'content'])
  expect(columnsAt(3, 'notes', columns, third)).toEqual(columns)
  expect(columnsAt(1, 'courses', columns, third)).toEqual(columns)
})

it('this build accepts two versions back, and has a step from each of them to the next', () => {
  expect(contract.oldestAccepted).toBe(Math.max(1, contract.version - 2))
  const wanted = Array.from({ length: contract.version - 1 }, (_, at) => at + 2)
  expect(contract.steps.map((step) => step.to)).toEqual(wanted)
})
