import { describe, expect, it } from 'vitest'
import { normaliseDirectives } from './directives.ts'

const trimmed = (text: string) => text.replace(/\n{2,}/g, '\n').trim()

const table: { does: string; from: string; to: string }[] = [
  {
    does: 'takes any number of colons and makes them three',
    from: '::::::::::::: callout\n\ntext\n\n:::::::',
    to: ':::callout\ntext\n:::',
  },
  {
    does: 'makes the heading that opens a div its title',
    from: '::: challenge\n\n## Paper *writing*\n\ntext\n:::',
    to: ':::challenge{title="Paper writing"}\ntext\n:::',
  },
  {
    does: 'keeps quotes, ampersands and code in titles',
    from: '::: challenge\n### The `-u` "flag" & more {#u .x}\ntext\n:::',
    to: ':::challenge{title="The -u &quot;flag&quot; &amp; more"}\ntext\n:::',
  },
  {
    does: 'gives the outer div more colons than the inner one, where Pandoc has fewer',
    from: '::: challenge\na\n:::::: solution\nb\n::::::\n:::',
    to: '::::challenge\na\n:::solution\nb\n:::\n::::',
  },
  {
    does: 'nests three deep, and side by side',
    from: '::: a\n::: b\n::: c\nx\n:::\n:::\n::: d\ny\n:::\n:::',
    to: ':::::a\n::::b\n:::c\nx\n:::\n::::\n:::d\ny\n:::\n:::::',
  },
  {
    does: 'reads Pandoc classes and attributes',
    from: '::: {.callout-note #id title="Mind"}\nx\n:::',
    to: ':::callout-note{title="Mind"}\nx\n:::',
  },
  {
    does: 'reads directives that are written as they should be',
    from: ':::tip{title="Write &quot;this&quot;"}\nx\n:::\n\n:::note[Label]\ny\n:::',
    to: ':::tip{title="Write &quot;this&quot;"}\nx\n:::\n:::note{title="Label"}\ny\n:::',
  },
  {
    does: 'keeps a heading that does not open its div',
    from: '::: challenge\ntext\n## Later\n:::',
    to: ':::challenge\ntext\n## Later\n:::',
  },
  {
    does: 'leaves code alone, and fences around it with more colons than it has',
    from: '::: solution\n```text\n::: challenge\n:::::\n```\n:::',
    to: '::::::solution\n```text\n::: challenge\n:::::\n```\n::::::',
  },
  {
    does: 'leaves code in lists alone',
    from: '1. ```\n   ::: x\n   ```\n2. b',
    to: '1. ```\n   ::: x\n   ```\n2. b',
  },
  {
    does: 'leaves colons in prose alone',
    from: 'At 10:30:: so it is ::: they say',
    to: 'At 10:30:: so it is ::: they say',
  },
]

describe('normalising fenced divs', () => {
  for (const { does, from, to } of table)
    it(does, () => {
      const result = normaliseDirectives(from)
      expect(trimmed(result.text)).toBe(trimmed(to))
      expect(result.warnings).toEqual([])
    })

  it('closes what is left open and drops a lone end, with the line of each', () => {
    const result = normaliseDirectives('a\n:::\n::: callout\nb')
    expect(trimmed(result.text)).toBe('a\n:::callout\nb\n:::')
    expect(result.warnings).toEqual([
      'line 2: a closing ::: without an opening one was left out',
      'line 3: “callout” is never closed; it was closed at the end',
    ])
  })

  it('does nothing more to what it has written', () => {
    for (const { from } of table) {
      const once = normaliseDirectives(from).text
      expect(trimmed(normaliseDirectives(once).text)).toBe(trimmed(once))
    }
  })

  it('separates divs from the paragraphs around them', () => {
    expect(normaliseDirectives('a\n::: note\nb\n:::\nc').text).toBe('a\n\n:::note\nb\n:::\n\nc')
  })
})
