/**
 * How text becomes the words of the index, and what is typed becomes a question to it. Both go through `fold`, so that
 * "Café", "cafe" and "CAFÉ" are one word. Scripts that put no spaces between words (Chinese, Japanese, Thai …) are cut into
 * overlapping pairs of characters: every piece of a text is found, whatever a dictionary would call a word.
 */

/** One lesson is not worth more than a book: what comes after is not searched. */
const indexedCharacters = 200_000
const maxTerms = 12
const maxTermLength = 64

const onlyAscii = /^[\0-\x7f]*$/
/** Accents and vowel points of Latin, Greek, Cyrillic, Hebrew and Arabic. In other scripts marks tell words apart. */
const ranges =
  '0300-036f 0483-0487 0591-05c7 0610-061a 0640-0640 064b-065f 0670-0670 06d6-06ed 1ab0-1aff 1dc0-1dff 20d0-20ff fe20-fe2f'
const marks = new RegExp(`[${ranges.replace(/(\w+)-(\w+) ?/g, '\\u$1-\\u$2')}]+`, 'g')
const letters = new Map([
  ['ß', 'ss'],
  ['æ', 'ae'],
  ['œ', 'oe'],
  ['ø', 'o'],
  ['ł', 'l'],
  ['đ', 'd'],
  ['ð', 'd'],
  ['þ', 'th'],
  ['ı', 'i'],
  ['ى', 'ي'],
  ['ة', 'ه'],
  ['ς', 'σ'],
])
const spelledOtherwise = new RegExp(`[${[...letters.keys()].join('')}]`, 'g')
const notInWords = /[^\p{L}\p{N}\p{M}\0-\x7f]+/gu
const spaceless =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー々]+/gu

/** Text without what writers vary: case, accents, vowel points, width of characters. */
export function fold(text: string): string {
  if (onlyAscii.test(text)) return text.toLowerCase()
  return text
    .normalize('NFKD')
    .replace(marks, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(spelledOtherwise, (letter) => letters.get(letter) ?? letter)
}

/** `:::callout[Look out]{title="…"}` on a line of its own, quoted or not, and the line that ends it. */
const boxLine =
  /^[ \t>]{0,40}:{3,}[ \t]*(?:[\w-]+[ \t]*(?:\[([^\]\n]{0,500})\])?[ \t]*(?:\{([^}\n]{0,500})\})?)?[ \t]*$/gm

/**
 * A Markdown text without what nobody searches for: addresses, tags, and the lines that make a box of what is between
 * them, but for its title. Still with its line breaks and the other marks.
 */
export function withoutAddresses(markdown: string): string {
  return markdown
    .slice(0, indexedCharacters)
    .replace(boxLine, (_line, label?: string, attributes?: string) => label ?? boxTitle(attributes ?? ''))
    .replace(/\[!(?:note|tip|important|warning|caution)\]/gi, ' ')
    .replace(/\]\([^)\s]{0,500}(?:\s"[^"]{0,200}")?\)/g, '] ')
    .replace(/<!--[^<]{0,2000}?-->/g, ' ')
    .replace(/<\/?[a-z][^<>]{0,300}>/gi, ' ')
    .replace(/\b(?:https?:\/\/|brainix-file:|data:)\S+/g, ' ')
}

function boxTitle(attributes: string): string {
  return (
    /\btitle=(?:"([^"]*)"|'([^']*)')/
      .exec(attributes)
      ?.slice(1)
      .find((title) => title !== undefined) ?? ''
  )
}

/** A text as the index takes it: words between anything that is no letter, number or mark. */
export function indexWords(text: string): string {
  const folded = fold(text.slice(0, indexedCharacters))
  if (onlyAscii.test(folded)) return folded
  return folded.replace(notInWords, ' ').replace(spaceless, (run) => ` ${pairs(run).join(' ')} `)
}

/** Every two neighbours, and the last character alone: a single character is found as the beginning of a pair. */
function pairs(run: string): string[] {
  const characters = [...run]
  return characters.map((character, at) => character + (characters[at + 1] ?? ''))
}

export interface Term {
  /** Folded letters, numbers and marks only. */
  text: string
  /** It is still being typed, or is one character of a pair: words that begin with it count. */
  isPrefix: boolean
}

export interface Question {
  /** All of them must be in a text. */
  terms: Term[]
  /** The words as typed, for showing where they are: whole runs where there are no spaces. */
  words: Term[]
  /** The whole question, folded, with single spaces. */
  folded: string
}

/** What somebody typed, as a question to the index; null where it has no words. Takes any text. */
export function questionOf(typed: string): Question | null {
  const folded = fold(typed.slice(0, 1000)).replace(notInWords, ' ')
  const words: Term[] = []
  const terms: Term[] = []
  const ended = /[^\p{L}\p{N}\p{M}]$/u.test(folded)
  const pieces = folded
    .replace(spaceless, (run) => ` ${run} `)
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter((piece) => piece !== '')
    .slice(0, maxTerms)
    .map((piece) => [...piece].slice(0, maxTermLength).join(''))
  for (const [at, text] of pieces.entries()) {
    const isLast = at === pieces.length - 1 && !ended
    if (!isSpaceless(text)) {
      words.push({ text, isPrefix: isLast })
      terms.push({ text, isPrefix: isLast })
      continue
    }
    words.push({ text, isPrefix: true })
    const all = pairs(text)
    if (all.length === 1) terms.push({ text, isPrefix: true })
    else for (const pair of all.slice(0, -1)) terms.push({ text: pair, isPrefix: false })
  }
  if (terms.length === 0) return null
  return { terms, words, folded: pieces.join(' ') }
}

/** Whether a word is of a script without spaces, where it may stand in the middle of a longer run. */
export function isSpaceless(word: string): boolean {
  spaceless.lastIndex = 0
  return spaceless.test(word)
}
