import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitMarkdown } from './split-markdown.ts'

const paragraph = `${'A sentence of a lesson. '.repeat(20)}\n\n`

describe('a long text in parts', () => {
  it('is one part while it is of usual length', () => {
    const text = paragraph.repeat(100)
    expect(splitMarkdown(text)).toEqual([text])
  })

  it('loses no letter, and no part is long', () => {
    const lines = fc.array(
      fc.constantFrom(
        'a',
        '',
        '```',
        '$$',
        ':::note',
        ':::',
        '> quote',
        '- item',
        '[x]',
        paragraph,
        'long '.repeat(9_000),
      ),
      { minLength: 100, maxLength: 300 },
    )
    fc.assert(
      fc.property(lines, (some) => {
        const text = some.join('\n').padEnd(130_000, ' a few words\n')
        const parts = splitMarkdown(text)
        expect(parts.join('') === text).toBe(true)
        for (const part of parts) expect(part.length).toBeLessThan(80_000)
      }),
      { numRuns: 20 },
    )
  })

  it('is cut between blocks: never inside code, a formula or a box', () => {
    const code = `\`\`\`\`py\n${'x = 1\n\n```\n'.repeat(1_500)}\`\`\`\`\n\n`
    const box = `:::challenge\n${'text\n\n'.repeat(2_500)}:::\n\n`
    const formula = `$$\n${'a\n\n'.repeat(5_000)}$$\n\n`
    const parts = splitMarkdown((code + box + formula + paragraph).repeat(4))
    for (const part of parts) {
      expect((part.match(/^````/gm) ?? []).length % 2).toBe(0)
      expect((part.match(/^\$\$$/gm) ?? []).length % 2).toBe(0)
      expect((part.match(/^:::challenge/gm) ?? []).length).toBe((part.match(/^:::$/gm) ?? []).length)
    }
    expect(parts.length).toBeGreaterThan(8)
  })

  it('brings what links and footnotes mean to every part that has them', () => {
    const text = `See [the guide] and this.[^1]\n\n${paragraph.repeat(300)}Again [the guide].[^1]\n\n[the guide]: https://example.org/guide\n[^1]: A word\n    in two lines.\n`
    const parts = splitMarkdown(text)
    expect(parts.length).toBeGreaterThan(5)
    for (const part of [parts[0], parts.at(-1)]) {
      expect(part).toContain('[the guide]: https://example.org/guide')
      expect(part).toContain('[^1]: A word\n    in two lines.')
    }
    expect(parts[1]).not.toContain('example.org')
  })

  it('cuts even what never ends: 5 MB in one line, one block of code, one box', () => {
    for (const text of [
      'word '.repeat(1_000_000),
      `\`\`\`\n${'x\n'.repeat(2_500_000)}`,
      `:::note\n${'x\n\n'.repeat(1_500_000)}`,
    ]) {
      const parts = splitMarkdown(text)
      expect(parts.length).toBeGreaterThan(50)
      expect(Math.max(...parts.map((part) => part.length))).toBeLessThan(60_000)
    }
  })
})
