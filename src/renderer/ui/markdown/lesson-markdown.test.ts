import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import ReactMarkdown from 'react-markdown'
import { describe, expect, it } from 'vitest'
import { markBlanks } from './blanks.ts'
import { flatBoxes } from './flat-boxes.ts'
import { markdownOptions } from './markdown-options.ts'

function html(source: string, { topLevel = 2, withBlanks = false } = {}): string {
  return renderToStaticMarkup(
    createElement(
      ReactMarkdown,
      markdownOptions(topLevel, withBlanks),
      withBlanks ? markBlanks(source) : source,
    ),
  )
}

describe('colons in prose', () => {
  it.each([
    ['The bus leaves at 10:30 sharp.', 'The bus leaves at 10:30 sharp.'],
    ['Push to origin:main or a:b.', 'Push to origin:main or a:b.'],
    ['Feeling :smile today', 'Feeling :smile today'],
    ['See :note[this] there', 'See :note[this] there'],
    ['Odd :abbr{title="x"} thing', 'Odd :abbr{title=&quot;x&quot;} thing'],
    ['git@github.com:alfredo/recipes.git', 'git@github.com:alfredo/recipes.git'],
    ['ratio 3:2 and std::vector', 'ratio 3:2 and std::vector'],
    ['::shrug', '::shrug'],
  ])('%s stays as typed', (source, expected) => {
    expect(html(source).replace(/<\/?(p|a)( [^>]*)?>/g, '')).toContain(expected)
  })

  it('keeps the formatting inside what looked like a directive', () => {
    expect(html('a :b[**bold** text]{x=1} c')).toBe('<p>a :b[<strong>bold</strong> text]{x=1} c</p>')
  })
})

describe('boxes', () => {
  it('nests: an exercise with its solution folded inside', () => {
    const page = html('::::challenge{title="Try `git diff`"}\nDo it.\n\n:::solution\nDone.\n:::\n::::')
    expect(page).toContain('data-box="challenge" data-title="Try `git diff`"')
    expect(page).toMatch(/data-box="challenge".*data-box="solution".*Done\..*<\/div><\/div>$/s)
  })

  it.each(['note', 'tip', 'important', 'warning', 'caution'])('are made of the alert %s', (name) => {
    const page = html(`> [!${name.toUpperCase()}]\n> Sit by a **window**.\n>\n> Really.`)
    expect(page).toContain(`<div data-box="${name}" data-title="">`)
    expect(page).toMatch(/<p>Sit by a <strong>window<\/strong>\.<\/p>\s*<p>Really/)
    expect(page).not.toContain('[!')
  })

  it('are not made of a quotation that only looks alike', () => {
    for (const quote of ['> [!odd]\n> x', '> see [!TIP] there', '> [!TIP] said somebody'])
      expect(html(quote)).toContain('<blockquote>')
  })

  it('take a label as their title', () => {
    expect(html(':::note[About `HEAD`]\nText\n:::')).toContain('data-title="About `HEAD`"')
  })
})

describe('safety', () => {
  it.each([
    ['<script>alert(1)</script>', /script|alert/],
    ['<img src=x onerror=alert(1)>', /<img|onerror/],
    ['[a](javascript:alert(1))', /javascript:/],
    ['![a](javascript:alert(1))', /javascript:/],
    ['[a](data:text/html,x)', /href/],
    ['[a](file:///etc/passwd)', /href/],
    ['<iframe src="https://example.org"></iframe>', /iframe/],
    [':::note{onclick="alert(1)" style="color:red"}\nx\n:::', /onclick|style/],
    ['$\\href{javascript:alert(1)}{x}$', /href="javascript/],
    ['a\n{: .x}\n\n<div style="position:fixed">x</div>', /position/],
  ])('%s does no harm', (source, forbidden) => {
    expect(html(source)).not.toMatch(forbidden)
  })

  it('lets files and lessons of the course through', () => {
    const sha = 'a'.repeat(64)
    expect(html(`![A graph](brainix-file:${sha})`)).toContain(
      `<img src="brainix-file:${sha}" alt="A graph"/>`,
    )
    expect(html('[next](brainix-lesson:abc#setup)')).toContain('href="brainix-lesson:abc#setup"')
  })
})

describe('mathematics', () => {
  it('draws formulas', () => {
    expect(html('Area $\\pi r^2$.')).toContain('class="katex"')
    expect(html('$$\n\\frac{1}{2}\n$$')).toContain('katex-display')
  })

  it('uses the style sheet of the release that draws them', () => {
    const styles = readFileSync(createRequire(import.meta.url).resolve('katex/dist/katex.min.css'), 'utf8')
    const raised = /class="([^"]*reset-size6 size3[^"]*)"/.exec(html('$x^2$'))?.[1]
    expect(styles).toContain(`.${raised?.split(' ').slice(0, 3).join('.')}{`)
  })

  it.each(['It costs $5, or $8 with postage.', 'From $10 to $20', 'Run $ ls and then $ pwd'])(
    'leaves money and prompts alone: %s',
    (source) => {
      expect(html(source)).toBe(`<p>${source}</p>`)
    },
  )
})

describe('headings', () => {
  it('start at the level asked for, keep their steps, and can be linked to', () => {
    const page = html('## Making a change\n\n#### Details\n\n## Making a change')
    expect(page).toContain('<h2 id="in-lesson-making-a-change" tabindex="-1">')
    expect(page).toContain('<h4 id="in-lesson-details"')
    expect(page).toContain('id="in-lesson-making-a-change-1"')
    expect(html('# One', { topLevel: 3 })).toContain('<h3')
  })
})

describe('blanks', () => {
  it('are counted through prose and code, and never read as emphasis or a rule', () => {
    const page = html('The ___ is\n\n```bash\ngit ____ -m "x"\n```\n\n___', { withBlanks: true })
    expect([...page.matchAll(/data-blank="(\d)"/g)].map((match) => match[1])).toEqual(['0', '1', '2'])
    expect(page).not.toMatch(/<hr|<em|<strong/)
  })
})

it('colours code of known languages and leaves the others be', () => {
  expect(html('```python\nimport os\n```')).toContain('hljs-keyword')
  expect(html('```nosuchlanguage\nimport os\n```')).toContain('import os')
})

describe('boxes beyond reason', () => {
  it('are taken for text, and the ones around them stay boxes', () => {
    const deep = `${':::note\n'.repeat(1_500)}end`
    const page = html(flatBoxes(deep))
    expect(page.match(/data-box/g)?.length).toBe(8)
    expect(page).toContain(':::note')
  })

  it('are not found in a lesson', () => {
    const lesson = '::::challenge\nDo it.\n\n:::solution\nDone.\n:::\n::::\n\n'.repeat(50)
    expect(flatBoxes(lesson)).toBe(lesson)
  })
})
