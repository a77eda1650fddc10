import type { QuestionType } from '../contract/enums.ts'

/**
 * How answers and keys are written in their single text columns (`answers.selected_answer`,
 * `questions.correct_answer`).
 *
 * | type            | selected answer                         | key                                                     |
 * |-----------------|-----------------------------------------|---------------------------------------------------------|
 * | MULTIPLE_CHOICE | option text, or JSON array of them      | option text, or JSON array of all that must be chosen   |
 * | TRUE_FALSE      | `true` or `false`                       | `true` or `false`                                       |
 * | SHORT_ANSWER    | the text                                | accepted text, or JSON array of accepted texts          |
 * | FILL_IN_BLANK   | JSON array, one text a blank            | JSON array, one text (or array of accepted) a blank     |
 * | ESSAY           | the text (Markdown)                     | a model answer; never compared                          |
 *
 * A text that is not a JSON array stands for itself, so `a&b=c` or `[draft` need no escaping.
 */

/** Several texts as one column value. A single text is still written as an array, so that it can be told apart. */
export function encodeTexts(texts: readonly string[]): string {
  return JSON.stringify(texts)
}

/** One text as a column value: itself, unless it would be read as a list. */
export function encodeText(text: string): string {
  return text.trimStart().startsWith('[') ? encodeTexts([text]) : text
}

/** The texts in a column value: the elements of a JSON array of strings, otherwise the value itself. Empty text: none. */
export function decodeTexts(value: string): string[] {
  const list = parseList(value)
  if (list?.every((item) => typeof item === 'string')) return list as string[]
  return value === '' ? [] : [value]
}

/** Accepted texts for each blank of a FILL_IN_BLANK key. */
export function decodeBlankKey(value: string): string[][] {
  const list = parseList(value)
  if (!list) return [[value]]
  return list.map((item) =>
    Array.isArray(item) ? item.filter((accepted) => typeof accepted === 'string') : [String(item)],
  )
}

const blank = /_{3,}/g

/** Number of blanks (three or more underscores) in a question's text; 0 for other types. At least 1 for FILL_IN_BLANK. */
export function countBlanks(type: QuestionType, text: string): number {
  if (type !== 'FILL_IN_BLANK') return 0
  return Math.max(1, text.match(blank)?.length ?? 0)
}

/**
 * Whether a person has answered at all: blanks or options left empty do not count. What a person types is itself, also where
 * it looks like a list: `[]` answers a question about lists.
 */
export function isAnswered(type: QuestionType, selectedAnswer: string): boolean {
  const several = type === 'MULTIPLE_CHOICE' || type === 'FILL_IN_BLANK'
  return (several ? decodeTexts(selectedAnswer) : [selectedAnswer]).some((text) => text.trim() !== '')
}

/**
 * The form in which two short texts are compared: Unicode NFKC, lower case, trimmed, white space folded, and the
 * typographic quotes and dashes that phones insert read as the plain ones.
 */
export function normaliseText(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\u2018\u2019\u201b\u02bc]/g, "'")
    .replace(/[\u201c\u201d]/g, '"')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .toLowerCase()
    .normalize('NFKC')
    .trim()
    .replace(/\s+/g, ' ')
}

function parseList(value: string): unknown[] | null {
  if (!value.trimStart().startsWith('[')) return null
  try {
    const parsed: unknown = JSON.parse(value)
    return Array.isArray(parsed) ? parsed : null
  } catch {
    return null
  }
}
