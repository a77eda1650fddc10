import { describe, expect, it } from 'vitest'
import { formulaName, isMarkdown } from './option-form.ts'

describe('an option', () => {
  it.each([
    '$x^2$',
    'the area $a^2$ of it',
    '![A hive](brainix-file:00)',
    'seven, **never** eight',
    '```\na\n```',
  ])('that is more than words is drawn as Markdown: %s', (text) => expect(isMarkdown(text)).toBe(true))

  it.each([
    'add',
    '- d',
    '*.txt and *.md',
    '2 ** 3 ** 4',
    'git commit -m "x"',
    '`$x$` in code',
    '$5 or $6',
    'echo $HOME and $PATH',
    '[push]',
    '<b>',
    '# heading',
  ])('that is words stays to the letter: %s', (text) => {
    expect(isMarkdown(text)).toBe(false)
    expect(formulaName(text)).toBeUndefined()
  })

  it('with a formula has a name that can be said', () => {
    expect(formulaName('$2 \\times 3$')).toBe('2 \\times 3')
    expect(formulaName('$x$ in `f(x)`, for $5')).toBe('x in f(x), for $5')
  })
})
