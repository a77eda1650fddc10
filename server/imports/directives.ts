import { toString as plainText } from 'mdast-util-to-string'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import { markCode } from './code-lines.ts'

/**
 * Fenced divs as Pandoc and The Carpentries write them, turned into the container directives of remark-directive:
 *
 *     :::::::::::  challenge          ::::challenge{title="Paper writing"}
 *     ## Paper writing                …
 *     …                          →    :::solution
 *     :::::: solution                 …
 *     …                               :::
 *     ::::::                          ::::
 *     ::::::::::::::::::
 *
 * Pandoc closes the innermost open div whatever the number of colons; remark-directive closes the one with at most as
 * many. So each div gets one colon more than the deepest inside it, and more than any run of colons in its code.
 */
export function normaliseDirectives(text: string): { text: string; warnings: string[] } {
  const lines = text.split('\n')
  const inCode = markCode(lines)
  const warnings: string[] = []
  const root: Div = { name: '', title: null, facts: null, indent: '', line: 0, children: [] }
  const open: Div[] = [root]
  const innermost = () => open.at(-1) ?? root

  for (const [index, line] of lines.entries()) {
    const div = inCode[index] ? null : readOpening(line, index)
    if (div) {
      innermost().children.push(div)
      open.push(div)
    } else if (!inCode[index] && /^ {0,3}:{3,}\s*$/.test(line)) {
      if (open.length > 1) open.pop()
      else warnings.push(`line ${index + 1}: a closing ::: without an opening one was left out`)
    } else innermost().children.push(line)
  }
  for (const div of open.slice(1))
    warnings.push(`line ${div.line + 1}: “${div.name}” is never closed; it was closed at the end`)
  return { text: root.children.flatMap((child) => write(child).lines).join('\n'), warnings }
}

interface Div {
  name: string
  title: string | null
  /** What a live session says of itself, as written: `{start="…"}`. */
  facts: string | null
  indent: string
  line: number
  children: (string | Div)[]
}

/** `::: name`, `::: name :::`, `:::name{title="…"}`, `:::name[Title]`, `::: {.name #id title="…"}`. */
function readOpening(line: string, index: number): Div | null {
  const match = /^( {0,3}):{3,}\s*([A-Za-z][\w-]*)?\s*(?:\[([^\]]*)\])?\s*(\{[^}]*\})?\s*:*\s*$/.exec(line)
  if (!match) return null
  const [, indent = '', word, label, attributes = ''] = match
  const name = word ?? /\.([A-Za-z][\w-]*)/.exec(attributes)?.[1]
  if (!name && attributes === '') return null
  const title = label ?? /\btitle\s*=\s*(?:"([^"]*)"|'([^']*)')/.exec(attributes)?.slice(1).find(Boolean)
  const kind = (name ?? 'section').toLowerCase().replaceAll('_', '-')
  return {
    name: kind,
    facts: kind === 'session' && attributes !== '' ? attributes : null,
    title: title ? decodeQuotes(title) : null,
    indent,
    line: index,
    children: [],
  }
}

/** The lines of a div or text line, and the fence length its surroundings must exceed. */
function write(child: string | Div): { lines: string[]; colons: number } {
  if (typeof child === 'string') return { lines: [child], colons: longestFence(child) }
  const { title, rest } = takeTitle(child)
  const inside = rest.map(write)
  const colons = Math.max(3, 1 + Math.max(0, ...inside.map((part) => part.colons)))
  const fence = child.indent + ':'.repeat(colons)
  const attributes = child.facts ?? (title ? `{title="${encodeQuotes(title)}"}` : '')
  return {
    colons,
    lines: [
      '',
      `${fence}${child.name}${attributes}`,
      ...trimBlank(inside.flatMap((part) => part.lines)),
      fence,
      '',
    ],
  }
}

function longestFence(line: string): number {
  // such a line is code here, yet remark-directive would take it for the end of a container around it
  return /^\s*(:{3,})\s*$/.exec(line)?.[1]?.length ?? 0
}

/** A heading that opens a div is its title. */
function takeTitle(div: Div): { title: string | null; rest: (string | Div)[] } {
  const first = div.children.findIndex((child) => typeof child !== 'string' || child.trim() !== '')
  const line = div.children[first]
  if (div.title !== null || typeof line !== 'string') return { title: div.title, rest: div.children }
  const heading = /^ {0,3}#{1,6}\s+(.*?)\s*#*\s*$/.exec(line)?.[1]
  if (!heading) return { title: null, rest: div.children }
  return { title: headingText(heading), rest: div.children.slice(first + 1) }
}

/** A heading's words, without its marks and Pandoc attributes. */
export function headingText(heading: string): string {
  return plainText(
    unified()
      .use(remarkParse)
      .parse(heading.replace(/\s*\{[^}]*\}\s*$/, '')),
  ).trim()
}

function trimBlank(lines: string[]): string[] {
  const filled = (line: string) => line.trim() !== ''
  const first = lines.findIndex(filled)
  return first < 0 ? [] : lines.slice(first, lines.findLastIndex(filled) + 1)
}

function encodeQuotes(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;')
}

function decodeQuotes(text: string): string {
  return text.replaceAll('&quot;', '"').replaceAll('&amp;', '&')
}
