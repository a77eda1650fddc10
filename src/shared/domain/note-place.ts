/**
 * Where in a lesson's text a note belongs. It is written into the note itself, as Markdown any program can show, so that it
 * travels, merges and is exported with the note:
 *
 *     > The marked passage
 *     > [↩](#:~:text=words%20before-,The%20marked,-words%20after)
 *
 *     What the person wrote
 *
 * The address is that of a web text fragment. A bookmark is the link alone (`[🔖](#:~:text=…)`), with the first words of the
 * paragraph it stands at; in a video, whose second the note carries anyway, its address is `#`.
 */
export interface NotePlace {
  kind: 'passage' | 'bookmark'
  /** The marked words, white space folded. Empty for a bookmark of a lesson without text at hand. */
  quote: string
  /** A few words before and after, to tell it from the same words elsewhere. */
  prefix: string
  suffix: string
}

/** Characters of a passage that are kept; somebody who marks more marks its beginning. */
export const maxQuoteLength = 4_000
const contextLength = 40
const passageMark = '↩'
const bookmarkMark = '🔖'

/** A place from what stands in the lesson: the marked words and all that stands around them. */
export function placeOf(kind: NotePlace['kind'], before: string, marked: string, after: string): NotePlace {
  return {
    kind,
    quote: fold(marked).slice(0, maxQuoteLength).trim().toWellFormed(),
    prefix: fold(before).trim().slice(-contextLength).trim().toWellFormed(),
    suffix: fold(after).trim().slice(0, contextLength).trim().toWellFormed(),
  }
}

/** The note's whole text: its place, and what the person wrote. */
export function withPlace(place: NotePlace | null, body: string): string {
  if (place === null) return body
  const head =
    place.kind === 'passage'
      ? `> ${escapeMarkdown(place.quote)}\n> [${passageMark}](${address(place)})`
      : `[${bookmarkMark}](${address(place)})`
  return body === '' ? head : `${head}\n\n${body}`
}

const passageHead = new RegExp(`^> (.+)\\n> \\[${passageMark}\\]\\((#[^()\\s]*)\\)(?=\\n|$)`, 'u')
const bookmarkHead = new RegExp(`^\\[${bookmarkMark}\\]\\((#[^()\\s]*)\\)(?=\\n|$)`, 'u')

/** Takes a note's text apart again. A note that does not begin with a place is all body. */
export function splitNote(content: string): { place: NotePlace | null; body: string } {
  const passage = passageHead.exec(content)
  if (passage) {
    const [head, quote = '', url = ''] = passage
    const { prefix, suffix } = readAddress(url)
    return {
      place: { kind: 'passage', quote: unescapeMarkdown(quote), prefix, suffix },
      body: bodyAfter(content, head),
    }
  }
  const bookmark = bookmarkHead.exec(content)
  if (bookmark) {
    const [head, url = ''] = bookmark
    const { prefix, quote, suffix } = readAddress(url)
    return { place: { kind: 'bookmark', quote, prefix, suffix }, body: bodyAfter(content, head) }
  }
  return { place: null, body: content }
}

/** A note as people read it in a list or find it by: the passage and what was written, without addresses. */
export function noteText(content: string): string {
  const { place, body } = splitNote(content)
  return place ? [place.quote, body].filter(Boolean).join('\n') : body
}

/**
 * Where a place is in the text of its lesson: offsets into `text`, or null where these words are not there any more. Of
 * several occurrences the one whose surroundings agree best.
 */
export function findPlace(text: string, place: NotePlace): { start: number; end: number } | null {
  if (place.quote === '') return null
  const { folded, offsets } = foldWithOffsets(text)
  let best: { at: number; score: number } | null = null
  for (let at = folded.indexOf(place.quote); at >= 0; at = folded.indexOf(place.quote, at + 1)) {
    const before = folded.slice(Math.max(0, at - contextLength - 1), at).trimEnd()
    const after = folded
      .slice(at + place.quote.length, at + place.quote.length + contextLength + 1)
      .trimStart()
    const score = sameEnd(before, place.prefix) + sameStart(after, place.suffix)
    if (best === null || score > best.score) best = { at, score }
  }
  if (best === null) return null
  const start = offsets[best.at]
  const last = offsets[best.at + place.quote.length - 1]
  return start === undefined || last === undefined ? null : { start, end: last + 1 }
}

function address({ kind, quote, prefix, suffix }: NotePlace): string {
  if (quote === '') return '#'
  const start = kind === 'passage' ? quote.slice(0, contextLength).trim().toWellFormed() : quote
  const parts = [prefix && `${encode(prefix)}-`, encode(start), suffix && `-${encode(suffix)}`]
  return `#:~:text=${parts.filter(Boolean).join(',')}`
}

function readAddress(url: string): { quote: string; prefix: string; suffix: string } {
  const parts = url.startsWith('#:~:text=') ? url.slice('#:~:text='.length).split(',') : []
  const prefix = parts.length > 1 && parts[0]?.endsWith('-') ? decode((parts.shift() ?? '').slice(0, -1)) : ''
  const suffix = parts.length > 1 && parts.at(-1)?.startsWith('-') ? decode((parts.pop() ?? '').slice(1)) : ''
  return { quote: decode(parts[0] ?? ''), prefix, suffix }
}

/** As a text fragment wants it, and without any character that ends a Markdown address. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[-_.!~*'()]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!~>|<&:$^=]/g, '\\$&')
}

function unescapeMarkdown(text: string): string {
  return text.replace(/\\([!-/:-@[-`{-~])/g, '$1')
}

function bodyAfter(content: string, head: string): string {
  return content.slice(head.length).replace(/^\n{1,2}/, '')
}

function fold(text: string): string {
  return text.replace(/[\s\0]+/g, ' ')
}

/** White space folded as in a place, with the offset in `text` of each unit that was kept. */
function foldWithOffsets(text: string): { folded: string; offsets: number[] } {
  const offsets: number[] = []
  let folded = ''
  let inSpace = false
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charAt(at)
    const isSpace = /[\s\0]/.test(unit)
    if (!isSpace || !inSpace) {
      folded += isSpace ? ' ' : unit
      offsets.push(at)
    }
    inSpace = isSpace
  }
  return { folded, offsets }
}

function sameStart(left: string, right: string): number {
  let count = 0
  while (count < left.length && count < right.length && left[count] === right[count]) count += 1
  return count
}

function sameEnd(left: string, right: string): number {
  let count = 0
  while (count < left.length && count < right.length && left.at(-1 - count) === right.at(-1 - count))
    count += 1
  return count
}
