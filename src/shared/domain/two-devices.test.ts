import fc from 'fast-check'
import { expect, it } from 'vitest'
import { betweenMark, mergeText, mineMark, theirsMark } from './merge-text.ts'

/**
 * One note on two devices and at the centre, as the mutation `notes.edit` has it: an edit says the text it started from; the
 * centre merges it with what it holds, and a device shows what it knows of the centre with its own waiting edits on top.
 */
interface Edit {
  base: string
  content: string
}

class Device {
  known: string
  readonly waiting: Edit[] = []

  constructor(known: string) {
    this.known = known
  }

  get shown(): string {
    return this.waiting.reduce((text, { base, content }) => mergeText(base, content, text).text, this.known)
  }
}

/** What somebody does next: writes a line of their own, writes over a line, or meets the centre. */
const step = fc.record({
  device: fc.constantFrom(0, 1),
  does: fc.constantFrom('insert', 'insert', 'replace', 'send one', 'pull', 'exchange'),
  at: fc.nat(20),
})
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

const beginning = fc
  .array(fc.constantFrom('a', 'b', '', 'c', mineMark, betweenMark, theirsMark), { maxLength: 6 })
  .map((lines) => lines.join('\n'))

function play(text: string, steps: readonly Step[], lastOrder: readonly [number, number]) {
  const devices = [new Device(text), new Device(text)]
  let centre = text
  let words = 0
  const written = new Map<string, 'stays' | 'was written over'>()
  const apply = ({ base, content }: Edit) => {
    centre = mergeText(base, content, centre).text
  }
  const exchange = (device: Device) => {
    for (const edit of device.waiting.splice(0)) apply(edit)
    device.known = centre
  }
  for (const { device: who, does, at } of steps) {
    const device = devices[who] as Device
    if (does === 'exchange') exchange(device)
    else if (does === 'pull') device.known = centre
    else if (does === 'send one') {
      // its confirmation comes with the pull that carries its effects
      const edit = device.waiting.shift()
      if (edit) apply(edit)
      device.known = centre
    } else {
      const base = device.shown
      const lines = base.split('\n')
      const line = `${who === 0 ? 'left' : 'right'} ${++words}`
      const place = at % (lines.length + (does === 'insert' ? 1 : 0))
      const [over] = lines.splice(place, does === 'insert' ? 0 : 1, line)
      if (over !== undefined && written.has(over)) written.set(over, 'was written over')
      written.set(line, 'stays')
      device.waiting.push({ base, content: lines.join('\n') })
    }
  }
  for (const who of [...lastOrder, ...lastOrder]) exchange(devices[who] as Device)
  return { centre, shown: devices.map((device) => device.shown), written }
}

it('whoever comes first: both devices end with what the centre holds, and nothing that was written is lost', () => {
  fc.assert(
    fc.property(beginning, fc.array(step, { maxLength: 16 }), (text, steps) => {
      for (const order of [
        [0, 1],
        [1, 0],
      ] as const) {
        const { centre, shown, written } = play(text, steps, order)
        expect(shown).toEqual([centre, centre])
        const lines = new Set(centre.split('\n'))
        for (const [line, fate] of written) if (fate === 'stays') expect(lines).toContain(line)
      }
    }),
    { numRuns: 2000 },
  )
})

it('what the two wrote in different places is the same text in either order, without a conflict', () => {
  const block = (name: string) =>
    fc.array(fc.constantFrom(`${name} 1`, `${name} 2`, ''), { minLength: 1, maxLength: 3 })
  fc.assert(
    fc.property(block('left'), block('right'), (left, right) => {
      const base = ['head', 'middle', 'more', 'tail'].join('\n')
      const mine = ['head', ...left, 'middle', 'more', 'tail'].join('\n')
      const theirs = ['head', 'middle', 'more', ...right, 'tail'].join('\n')
      const both = ['head', ...left, 'middle', 'more', ...right, 'tail'].join('\n')
      expect(mergeText(base, mine, theirs)).toEqual({ text: both, conflicts: 0 })
      expect(mergeText(base, theirs, mine)).toEqual({ text: both, conflicts: 0 })
    }),
  )
})
