import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { appLanguages } from '../../src/shared/domain/languages.ts'
import { literalsOf, sentencesThrown, wordsInCode } from './scan-words.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const page = 'src/renderer'
const sources = readdirSync(join(root, page), { recursive: true, encoding: 'utf8' })
  .map((path) => `${page}/${path.replaceAll('\\', '/')}`)
  .filter((path) => /\.tsx?$/.test(path) && !/\.(?:test|d)\.tsx?$/.test(path))
const read = (path: string) => readFileSync(join(root, path), 'utf8')

/** Screens whose texts are still in the code. */
const notYet: string[] = []

describe('the words of the app', () => {
  test('stand in no file of the page', () => {
    expect(sources.length).toBeGreaterThan(100)
    const found = sources
      .filter((path) => !notYet.some((place) => path.startsWith(`${page}/${place}`)))
      .flatMap((path) => wordsInCode(path, read(path)))
    expect(found.map(({ path, line, words }) => `${path}:${line} ${words}`)).toEqual([])
  })

  test('are all used: every text of the catalogues is asked for somewhere', () => {
    const literals = new Set(sources.flatMap((path) => literalsOf(path, read(path))))
    const patterns = [...literals]
      .filter((literal) => literal.includes('*') && /[a-z]{3,}/i.test(literal) && /[.:]/.test(literal))
      .map(
        (literal) =>
          new RegExp(
            `^${literal
              .split('*')
              .map((part) => part.replace(/[.?+^$()[\]{}|\\]/g, '\\$&'))
              .join('[^:]+')}$`,
          ),
      )
    const unused = keysOf('en').filter(({ area, key }) => {
      const names = [key, `${area}:${key}`]
      return !names.some((name) => literals.has(name) || patterns.some((pattern) => pattern.test(name)))
    })
    expect(unused.map(({ area, key }) => `${area}:${key}`)).toEqual([])
  })
})

describe('the sentences of engine and centre', () => {
  /** Where sentences are made that come to a learner's eyes; what else the centre throws is for those who run it. */
  const places = [
    'src/engine',
    'src/shared',
    'src/renderer/data',
    ...['push', 'pull', 'shapes', 'files', 'http', 'auth'].map((room) => `server/${room}`),
  ]
  /** For programmers and operators: they are wrong about the contract or the machine, not about what somebody did. */
  const technical = new RegExp(
    [
      /^\*: /,
      /^The centre’s answer (?:lacks|has)/,
      /^The centre does not move on in a shape/,
      /^The request (?:was not understood: |is not valid JSON)/,
      /^There (?:is nothing at|is no shape named|are no digests named) /,
      /^Port \* is in use by another program\.$/,
      /^The disk of the centre is full\./,
    ]
      .map(({ source }) => source)
      .join('|'),
  )

  test('have a translation each, looked up by their English', () => {
    const known = new Set(
      keysOf('en')
        .filter(({ area, key }) => area === 'errors' && key.startsWith('said.'))
        .map(({ text }) => text.replace(/\{\{[^}]+\}\}/g, '*')),
    )
    const said = places.flatMap((place) =>
      readdirSync(join(root, place), { recursive: true, encoding: 'utf8' })
        .filter((path) => path.endsWith('.ts') && !/\.test\.ts$/.test(path))
        .flatMap((path) => sentencesThrown(path, read(`${place}/${path}`))),
    )
    expect(said.length).toBeGreaterThan(60)
    expect([...new Set(said)].filter((text) => !known.has(text) && !technical.test(text))).toEqual([])
  })
})

describe('the catalogues', () => {
  const english = keysOf('en')

  test('are seen', () => {
    expect(english.length).toBeGreaterThan(60)
  })

  test.each(appLanguages)('have every text in "%s", and none of their own', (language) => {
    const names = (keys: Key[]) => [...new Set(keys.map(({ area, key }) => `${area}:${key}`))].sort()
    expect(names(keysOf(language))).toEqual(names(english))
  })

  test.each(appLanguages)('say each number in "%s" as its grammar asks', (language) => {
    const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories
    const forms = new Map<string, string[]>()
    for (const { area, key, form } of keysOf(language))
      if (form !== null) forms.set(`${area}:${key}`, [...(forms.get(`${area}:${key}`) ?? []), form])
    const wrong = [...forms].filter(([, present]) => present.sort().join() !== [...categories].sort().join())
    expect(wrong).toEqual([])
  })

  test.each(appLanguages)('fill in the same things in "%s" as in English', (language) => {
    const wrong = keysOf(language).filter(({ area, key, form, text }) => {
      const model = english.filter((candidate) => candidate.area === area && candidate.key === key)
      const expected = placeholders(model.map((candidate) => candidate.text).join(' '))
      const present = placeholders(text)
      const missing = [...expected].filter((name) => !present.has(name))
      const added = [...present].filter((name) => !expected.has(name))
      // "one note" may say its number in a word.
      return added.length > 0 || missing.some((name) => form === null || !name.startsWith('{{count'))
    })
    expect(wrong).toEqual([])
  })

  test.each(appLanguages)('leave no text empty in "%s"', (language) => {
    expect(keysOf(language).filter(({ text }) => text.trim() === '')).toEqual([])
  })
})

describe('the scanner of words', () => {
  test.each([
    ['<p>Hello</p>', 'Hello'],
    ['<p>{n} of 5</p>', 'of 5'],
    ["<p>{n ? 'yes' : no}</p>", 'yes'],
    ["<p>{n + ' left'}</p>", 'left'],
    ['<p>{`left`}</p>', 'left'],
    ['<Button aria-label="Close" />', 'Close'],
    ["<Button title={n === 1 ? t('x') : 'many'} />", 'many'],
    ["const a = { label: 'Notes', to: 'notes' }", 'Notes'],
    ["function f() { return 'This did not work' }", 'This did not work'],
  ])('finds %s', (code, words) => {
    expect(wordsInCode('a.tsx', `${code}\n`).map((found) => found.words)).toEqual([words])
  })

  test.each([
    "<p className={n ? 'dark' : 'light'}>{t('x')}</p>",
    '<p>·&nbsp;{n} / 3</p>',
    '<Drawer title="BrainiX" />',
    "const place = { label: 'places.notes' }",
    '<Tooltip label={t(\'a\')} position="right" />',
    "throw new Error('Only text goes to the engine')",
    "const style = { border: '1px solid red', font: \"'Inter Variable', system-ui\" }",
  ])('lets %s through', (code) => {
    expect(wordsInCode('a.tsx', `${code}\n`)).toEqual([])
  })
})

interface Key {
  area: string
  /** Path in the catalogue, without its plural form. */
  key: string
  form: string | null
  text: string
}

function keysOf(language: string): Key[] {
  const folder = join(root, page, 'ui/locales', language)
  return readdirSync(folder).flatMap((file) => {
    const area = file.replace(/\.json$/, '')
    return flat(JSON.parse(readFileSync(join(folder, file), 'utf8')), '').map(([path, text]) => {
      const form = /_(zero|one|two|few|many|other)$/.exec(path)?.[1] ?? null
      return { area, key: form === null ? path : path.slice(0, -form.length - 1), form, text }
    })
  })
}

function flat(value: unknown, path: string): [string, string][] {
  if (typeof value === 'string') return [[path, value]]
  if (typeof value !== 'object' || value === null) throw new Error(`${path} is no text`)
  return Object.entries(value).flatMap(([name, inner]) => flat(inner, path === '' ? name : `${path}.${name}`))
}

/** What a text fills in (`{{name}}`) and the marks around its parts (`<b>`). */
function placeholders(text: string): Set<string> {
  return new Set(text.match(/\{\{[^}]+\}\}|<\w+\/?>/g) ?? [])
}
