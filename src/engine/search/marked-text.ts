import type { MarkedPart } from '../../shared/contract/search-views.ts'
import { fold, isSpaceless, type Question, withoutAddresses } from './search-text.ts'

const word = /[\p{L}\p{N}\p{M}]+/gu
const snippetLength = 180
const leadLength = 50

interface Span {
  from: number
  to: number
}

/** A text with the words of a question marked. */
export function markWords(text: string, question: Question): MarkedPart[] {
  return partsOf(text, spansOf(text, question), 0, text.length)
}

/** The place of a Markdown text where most of the question is, with its words marked; its beginning where none is. */
export function snippetOf(markdown: string, question: Question): MarkedPart[] {
  const text = readable(markdown)
  const spans = spansOf(text, question)
  const at = busiestPlace(spans)
  const from = at === null ? 0 : startOfWord(text, at)
  const to = endOfWord(text, Math.min(text.length, from + snippetLength))
  const parts = partsOf(text, spans, from, to)
  if (from > 0) parts.unshift({ text: '… ', marked: false })
  if (to < text.length) parts.push({ text: ' …', marked: false })
  return parts
}

/** Whether every run of a script without spaces is in the text as it was typed, and not only its pairs. */
export function hasRuns(text: string, question: Question): boolean {
  const runs = question.words.filter(({ text: run }) => run.length > 2 && isSpaceless(run))
  if (runs.length === 0) return true
  const folded = fold(text)
  return runs.every((run) => folded.includes(run.text))
}

function readable(markdown: string): string {
  return withoutAddresses(markdown)
    .replace(/^[ \t>]*(?:`{3,}|~{3,}).*$/gm, ' ') // a fence of code and its language
    .replace(/^[ \t>]*[|:-][ \t|:-]*$/gm, ' ') // a rule, and the line under a table's head
    .replace(/^[ \t>]*[-+*][ \t]+(?:\[[ x]\][ \t]+)?/gim, ' ') // an item, done or not
    .replace(/\[\^[^\]\s]{1,80}\]:?/g, ' ') // a footnote's number
    .replace(/[#*_`~>|[\]\\$]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

function spansOf(text: string, question: Question): Span[] {
  const spans: Span[] = []
  for (const found of text.matchAll(word)) {
    const folded = fold(found[0])
    const hit = question.words.find(
      ({ text: wanted, isPrefix }) =>
        folded === wanted ||
        (isPrefix && folded.startsWith(wanted)) ||
        (isSpaceless(wanted) && folded.includes(wanted)),
    )
    if (!hit) continue
    const inside = isSpaceless(hit.text) && folded.length === found[0].length ? folded.indexOf(hit.text) : 0
    const length = isSpaceless(hit.text) ? hit.text.length : found[0].length
    spans.push({ from: found.index + inside, to: found.index + inside + length })
  }
  return spans
}

/** Where the most words of the question stand within one snippet. */
function busiestPlace(spans: readonly Span[]): number | null {
  let best: { at: number; count: number } | null = null
  let last = 0
  for (const [first, { from }] of spans.entries()) {
    while ((spans[last]?.to ?? Number.POSITIVE_INFINITY) <= from + snippetLength - leadLength) last += 1
    if (best === null || last - first > best.count) best = { at: from, count: last - first }
  }
  return best && Math.max(0, best.at - leadLength)
}

function startOfWord(text: string, at: number): number {
  if (at === 0) return 0
  const space = text.indexOf(' ', at)
  return space === -1 || space > at + leadLength / 2 ? at : space + 1
}

function endOfWord(text: string, at: number): number {
  if (at >= text.length) return text.length
  const space = text.lastIndexOf(' ', at)
  return space < at - leadLength / 2 ? at : space
}

function partsOf(text: string, spans: readonly Span[], from: number, to: number): MarkedPart[] {
  const parts: MarkedPart[] = []
  let at = from
  for (const span of spans) {
    if (span.from < at || span.to > to) continue
    if (span.from > at) parts.push({ text: text.slice(at, span.from), marked: false })
    parts.push({ text: text.slice(span.from, span.to), marked: true })
    at = span.to
  }
  if (at < to) parts.push({ text: text.slice(at, to), marked: false })
  return parts
}
