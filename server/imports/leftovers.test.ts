import { describe, expect, it } from 'vitest'
import { cleanLeftovers, siteRoot } from './leftovers.ts'

const table: { does: string; from: string; to: string }[] = [
  {
    does: 'makes a class under a code block its language',
    from: '~~~\n$ ls\n~~~\n{: .language-bash}\nb',
    to: '~~~bash\n$ ls\n~~~\nb',
  },
  { does: 'keeps a language that is there', from: '```r\n1\n```\n{: .output}', to: '```r\n1\n```' },
  {
    does: 'makes a classed quote a fenced div, code and nesting included',
    from: '> ## Try\n> ~~~\n> x\n> ~~~\n> {: .language-r}\n> > ## Solution\n> > y\n> {: .solution}\n{: .challenge}',
    to: '::: challenge\n## Try\n~~~r\nx\n~~~\n::: solution\n## Solution\ny\n:::\n:::',
  },
  { does: 'leaves a plain quote a quote', from: '> said\n\nb', to: '> said\n\nb' },
  { does: 'drops other kramdown attributes', from: 'a\n{: #here}\nb', to: 'a\nb' },
  {
    does: 'reads the root of a Liquid page',
    from: '[a]({{ page.root }}/02-b/) ![c]({{site.baseurl}}/fig/c.png)',
    to: `[a](${siteRoot}02-b/) ![c](${siteRoot}fig/c.png)`,
  },
  {
    does: 'leaves Liquid in code alone',
    from: 'use `{{ x }}`\n```\n{% y %}\n```',
    to: 'use `{{ x }}`\n```\n{% y %}\n```',
  },
  { does: 'drops attributes of headings', from: '## Title {#t .c}\ntext {x}', to: '## Title\ntext {x}' },
  {
    does: 'gives a formula lines of its own',
    from: '  $$ a = $b $$\n$$ x^2 $$',
    to: '  $$ a = $b $$\n$$\nx^2\n$$',
  },
  {
    does: 'keeps the shape of a grid table',
    from: 'a\n\n+---+---+\n| x | y |\n+===+===+\n| 1 | 2 |\n+---+---+\n\nb',
    to: 'a\n\n````text\n+---+---+\n| x | y |\n+===+===+\n| 1 | 2 |\n+---+---+\n````\n\nb',
  },
]

describe('leftovers of other publishing systems', () => {
  for (const { does, from, to } of table)
    it(does, () => {
      expect(cleanLeftovers(from)).toEqual({ text: to, warnings: [] })
    })

  it('drops other Liquid tags and says how many', () => {
    expect(cleanLeftovers('{% include x.html %}\na {{ b }} c')).toEqual({
      text: '\na  c',
      warnings: ['2 Liquid tag(s) of another publishing system were left out'],
    })
  })
})
