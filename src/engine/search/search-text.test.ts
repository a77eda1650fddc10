import { assert, property, string } from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { hasRuns, markWords, snippetOf } from './marked-text.ts'
import { fold, indexWords, questionOf, withoutAddresses } from './search-text.ts'

vi.setConfig({ testTimeout: 180_000 })

const asked = (typed: string) => {
  const question = questionOf(typed)
  if (!question) throw new Error('no words')
  return question
}
const shown = (parts: { text: string; marked: boolean }[]) =>
  parts.map(({ text, marked }) => (marked ? `[${text}]` : text)).join('')

describe('words', () => {
  it('are the same however they are written: case, accents, vowel points, width', () => {
    expect(fold('CAFÉ')).toBe(fold('cafe'))
    expect(fold('Straße Øre İzmir')).toBe('strasse ore izmir')
    expect(fold('Λόγος')).toBe(fold('λογοσ'))
    expect(fold('اَلْعَرَبِيَّةُ')).toBe(fold('العربية'))
    expect(fold('שָׁלוֹם')).toBe(fold('שלום'))
    expect(fold('ＧＩＴ')).toBe('git')
  })

  it('keep the marks that tell them apart in the scripts of India', () => {
    expect(fold('की')).not.toBe(fold('का'))
    expect(indexWords('हिन्दी, भाषा!').split(/[ ,!]+/)).toContain('भाषा'.normalize('NFC'))
  })

  it('are pairs of neighbours where a script has no spaces, so that every piece of a text is found', () => {
    expect(indexWords('机器学习').trim()).toBe('机器 器学 学习 习')
    expect(questionOf('学习')?.terms).toEqual([{ text: '学习', isPrefix: false }])
    expect(questionOf('学')?.terms).toEqual([{ text: '学', isPrefix: true }])
    expect(questionOf('ไทย')?.terms.length).toBe(2)
  })

  it('leave out the names of boxes, which nobody wrote for readers, but not their titles', () => {
    expect(
      indexWords(withoutAddresses(':::callout{title="Look out"}\nA wolf.\n:::\n> [!TIP]\n> Run.'))
        .split(/[^a-z]+/)
        .filter((word) => word !== ''),
    ).toEqual(['look', 'out', 'a', 'wolf', 'run'])
  })

  it('leave out addresses and tags, which nobody searches for', () => {
    expect(
      withoutAddresses(
        'a [link](https://x.test/p "t") <b>bold</b> ![cat](brainix-file:0123) https://y.test z',
      ),
    ).toBe('a [link]   bold  ![cat]    z')
  })
})

describe('a question', () => {
  it('takes the last word as far as it is typed, until a space ends it', () => {
    expect(questionOf('git reb')?.terms).toEqual([
      { text: 'git', isPrefix: false },
      { text: 'reb', isPrefix: true },
    ])
    expect(questionOf('git ')?.terms).toEqual([{ text: 'git', isPrefix: false }])
  })

  it('is nothing without words', () => {
    for (const typed of ['', '   ', '"*"', '^:()-', '\0', '🎉']) expect(questionOf(typed)).toBeNull()
  })

  it('has terms of letters, numbers and marks only, and never too many, whatever is typed', () => {
    assert(
      property(string({ unit: 'binary', maxLength: 400 }), (typed) => {
        const question = questionOf(typed)
        for (const { text } of question?.terms ?? []) expect(text).toMatch(/^[\p{L}\p{N}\p{M}]+$/u)
        expect(question?.words.length ?? 0).toBeLessThanOrEqual(12)
      }),
    )
    expect(questionOf('AND OR NOT NEAR(" * '.repeat(600))?.words.length).toBe(12)
  })
})

describe('marks', () => {
  it('stand where the words are, accents and all, and only the last word may be cut short', () => {
    expect(shown(markWords('Le café du gitane, git!', asked('cafe git')))).toBe(
      'Le [café] du [gitane], [git]!',
    )
    expect(shown(markWords('gitane git', asked('git x')))).toBe('gitane [git]')
  })

  it('stand inside a run without spaces', () => {
    expect(shown(markWords('机器学习入门', asked('学习')))).toBe('机器[学习]入门')
  })

  it('are shown with what is around them, without the marks of Markdown', () => {
    const text = `${'Before it. '.repeat(60)}## The **rebase** of a [branch](x.md)\n\n${'After it. '.repeat(60)}`
    const snippet = shown(snippetOf(text, asked('rebase branch')))
    expect(snippet).toContain('The [rebase] of a [branch]')
    expect(snippet.length).toBeLessThan(260)
    expect(snippet.startsWith('… ')).toBe(true)
    expect(snippet.endsWith(' …')).toBe(true)
  })

  it('are shown without what makes boxes, tables, lists, code and footnotes', () => {
    const text = [
      ':::callout{title="Look out"}',
      'Never rebase what others have.[^1]',
      ':::',
      '> :::tip[A hint]',
      '> [!WARNING]',
      '> Commit first.',
      '> :::',
      '::::challenge',
      '- [x] pull',
      '* push',
      '::::',
      '| a | b |',
      '|---|:-:|',
      '| 1 | 2 |',
      '---',
      '```bash',
      'git log',
      '```',
      '<!-- for teachers -->',
      '[^1]: Ask them.',
    ].join('\n')
    expect(shown(snippetOf(text, asked('rebase')))).toBe(
      'Look out Never [rebase] what others have. A hint Commit first. pull push a b 1 2 git log Ask them.',
    )
  })

  it('leave text alone that only looks like the line of a box', () => {
    expect(shown(snippetOf('At 10:00::: he said\nC::: D', asked('x')))).toBe('At 10:00::: he said C::: D')
  })

  it('are missing where nothing matches: the beginning is shown', () => {
    expect(shown(snippetOf('Nothing of that.', asked('rebase')))).toBe('Nothing of that.')
    expect(snippetOf('', asked('rebase'))).toEqual([])
  })

  it('never change the text, whatever it is', () => {
    assert(
      property(string({ unit: 'binary' }), string({ minLength: 1 }), (text, typed) => {
        const question = questionOf(typed)
        if (question)
          expect(
            markWords(text, question)
              .map((part) => part.text)
              .join(''),
          ).toBe(text)
      }),
    )
  })

  it('tell a run that is there from one whose pairs are', () => {
    expect(hasRuns('大学生学习', asked('学习'))).toBe(true)
    expect(hasRuns('学生大学习生', asked('大学生'))).toBe(false)
  })
})
