import { describe, expect, it } from 'vitest'
import { readAttributes, rewriteReferences } from './rewrite-references.ts'

const rewrite = (markdown: string) =>
  rewriteReferences(markdown, {
    image: async (url) => (url.includes('missing') ? 'missing' : { url: `file:${url}` }),
    link: async (url) =>
      url.includes('gone') ? 'words' : url.startsWith('http') ? 'same' : { url: `lesson:${url}` },
  })

const table: { does: string; from: string; to: string }[] = [
  { does: 'rewrites an image', from: 'a ![b](c.png "t") d', to: 'a ![b](file:c.png "t") d' },
  {
    does: 'folds Pandoc attributes into the description',
    from: `![](c.svg){alt='It\\'s a "map" of [x]' width="40%"}`,
    to: `![It's a "map" of \\[x\\]](file:c.svg)`,
  },
  {
    does: 'puts a caption that differs from the description below',
    from: '![By *Jorge*](c.png){alt="A comic"}',
    to: '![A comic](file:c.png)\\\n*By Jorge*',
  },
  {
    does: 'leaves a brace that is no attribute list',
    from: '![a](c.png){ not, one }',
    to: '![a](file:c.png){ not, one }',
  },
  {
    does: 'resolves reference-style images',
    from: '![b][ref]\n\n[ref]: c.png',
    to: '![b](file:c.png)\n\n[ref]: c.png',
  },
  {
    does: 'makes HTML images plain, inside HTML blocks too',
    from: '<p align="center"><img alt="b" src="c.png" width=40></p>',
    to: '![b](file:c.png)',
  },
  {
    does: 'keeps the words of a missing image',
    from: 'x ![The *menu*](missing.png) y',
    to: 'x *The menu* y',
  },
  { does: 'names a missing image without words', from: '![](missing.png)', to: '*missing.png*' },
  {
    does: 'rewrites links and keeps their inside',
    from: '[a *b* `c`](d.md "t")',
    to: '[a *b* `c`](lesson:d.md "t")',
  },
  {
    does: 'keeps only the words of a dead link',
    from: 'see [the *old* page](gone.md).',
    to: 'see the *old* page.',
  },
  {
    does: 'rewrites reference links in place',
    from: '[a][r]\n\n[r]: d.md',
    to: '[a](lesson:d.md)\n\n[r]: d.md',
  },
  {
    does: 'leaves links to the web as they are',
    from: '<https://a.b> [c](https://d.e)',
    to: '<https://a.b> [c](https://d.e)',
  },
  {
    does: 'rewrites an image inside a link',
    from: '[![b](c.png)](d.md)',
    to: '[![b](file:c.png)](lesson:d.md)',
  },
  { does: 'makes keys code', from: 'press <kbd>Ctrl</kbd>', to: 'press `Ctrl`' },
  {
    does: 'drops comments and formatting tags',
    from: 'a <!-- hidden\nhere --> <span class="x">b</span>',
    to: 'a  b',
  },
  {
    does: 'shows unknown tags literally',
    from: 'this commit will <commit message here>.',
    to: 'this commit will \\<commit message here>.',
  },
  {
    does: 'touches nothing in code',
    from: '`![b](c.png)` and\n\n```md\n![b](c.png) <kbd>x</kbd>\n```\n\n    [a](gone.md)',
    to: '`![b](c.png)` and\n\n```md\n![b](c.png) <kbd>x</kbd>\n```\n\n    [a](gone.md)',
  },
]

describe('rewriting references', () => {
  for (const { does, from, to } of table) it(does, async () => expect(await rewrite(from)).toBe(to))

  it('escapes a description so that it is read literally', async () => {
    expect(await rewrite(`![](c.png){alt='cost: $5 and $6 *now*'}`)).toBe(
      '![cost\\: \\$5 and \\$6 \\*now\\*](file:c.png)',
    )
  })
})

describe('Pandoc attributes', () => {
  it('are read with every kind of quoting', () => {
    const text = `{#id .c alt='a\\'b' width="1 2" x=y} rest`
    const { values, end } = readAttributes(text, 0)
    expect([...values]).toEqual([
      ['alt', "a'b"],
      ['width', '1 2'],
      ['x', 'y'],
    ])
    expect(text.slice(end)).toBe(' rest')
  })
})
