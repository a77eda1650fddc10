import type { Nodes } from 'mdast'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { unified } from 'unified'

/** What becomes of an image: shown from an address, or left out with its words kept. */
export type ImageTarget = { url: string } | 'missing'
/** What becomes of a link: another address, the same one, or only its words. */
export type LinkTarget = { url: string } | 'same' | 'words'

export interface ReferenceRules {
  image(url: string): Promise<ImageTarget>
  link(url: string): Promise<LinkTarget>
}

/**
 * Rewrites the images and links of a Markdown text and nothing else: code and everything between stays as written.
 * Reference-style images and HTML `<img>` become plain Markdown images; Pandoc's `{alt='…' width=…}` behind an image is
 * folded into its description, and a caption that differs from it is put below. HTML the reader would not see as meant is
 * made plain: `<kbd>` becomes code, comments and formatting tags go, anything else is shown literally.
 */
export async function rewriteReferences(markdown: string, rules: ReferenceRules): Promise<string> {
  const tree: Nodes = unified().use(remarkParse).use(remarkGfm).parse(markdown)
  const definitions = new Map<string, { url: string; title: string | null }>()
  const nodes: Nodes[] = []
  walk(tree, (node) => {
    nodes.push(node)
    if (node.type === 'definition' && !definitions.has(node.identifier))
      definitions.set(node.identifier, { url: node.url, title: node.title ?? null })
  })

  const edits: Edit[] = []
  for (const node of nodes) {
    const range = rangeOf(node)
    if (!range) continue
    const [start, end] = range
    const source = markdown.slice(start, end)
    if (node.type === 'image' || node.type === 'imageReference') {
      const definition = node.type === 'image' ? null : definitions.get(node.identifier)
      const url = node.type === 'image' ? node.url : definition?.url
      if (url === undefined) continue
      const title = (node.type === 'image' ? node.title : definition?.title) ?? null
      const attributes = readAttributes(markdown, end)
      const image = { url, label: node.alt ?? '', title, alt: attributes.values.get('alt') ?? null }
      edits.push({ start, end: attributes.end, text: await writeImage(image, rules) })
    } else if ((node.type === 'link' || node.type === 'linkReference') && source.startsWith('[')) {
      const destination = node.type === 'link' ? node : definitions.get(node.identifier)
      if (!destination) continue
      const target = await rules.link(destination.url)
      const last = node.children.at(-1)
      const labelEnd = (last ? rangeOf(last)?.[1] : start + 1) ?? end
      const attributes = readAttributes(markdown, end)
      if (target === 'same') edits.push({ start: end, end: attributes.end, text: '' })
      else if (target === 'words')
        edits.push({ start, end: start + 1, text: '' }, { start: labelEnd, end: attributes.end, text: '' })
      else
        edits.push({
          start: labelEnd,
          end: attributes.end,
          text: `](${target.url}${destination.title ? ` ${quote(destination.title)}` : ''})`,
        })
    } else if (node.type === 'html') {
      edits.push({ start, end, text: await plainHtml(source, rules) })
    }
  }
  return apply(markdown, edits)
}

interface Edit {
  start: number
  end: number
  text: string
}

interface Image {
  url: string
  /** Text in the brackets: Pandoc's caption, Markdown's description. */
  label: string
  title: string | null
  /** From Pandoc's attributes. */
  alt: string | null
}

async function writeImage(image: Image, rules: ReferenceRules): Promise<string> {
  const alt = (image.alt ?? image.label).replace(/\s+/g, ' ').trim()
  const target = await rules.image(image.url)
  if (target === 'missing') return `*${escapeText(alt || image.url)}*`
  const title = image.title ? ` ${quote(image.title)}` : ''
  const picture = `![${escapeText(alt)}](${target.url}${title})`
  const caption = image.alt && image.label && image.label !== image.alt ? image.label.trim() : null
  return caption ? `${picture}\\\n*${escapeCaption(caption)}*` : picture
}

/** Pandoc attributes `{…}` starting at `from`; none gives `end === from`. */
export function readAttributes(text: string, from: number): { values: Map<string, string>; end: number } {
  const values = new Map<string, string>()
  if (text.charAt(from) !== '{') return { values, end: from }
  const part =
    /\s*(?:([\w:-]+)\s*=\s*(?:"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)'|([^\s}"']+))|[.#:]?[\w:.-]+)/y
  let at = from + 1
  for (;;) {
    part.lastIndex = at
    const match = part.exec(text)
    if (!match) break
    const [all, key, double, single, bare] = match
    if (key) values.set(key, (double ?? single ?? bare ?? '').replace(/\\(.)/g, '$1'))
    at += all.length
  }
  const closing = /\s*\}/y
  closing.lastIndex = at
  const close = closing.exec(text)
  // a brace that is not a list of attributes is text
  return close && at > from + 1 ? { values, end: at + close[0].length } : { values: new Map(), end: from }
}

const formattingTags =
  /^<\/?(?:a|abbr|b|big|blockquote|body|center|cite|code|dd|del|details|div|dl|dt|em|figcaption|figure|font|h[1-6]|hr|i|iframe|ins|li|mark|nav|ol|p|pre|q|s|section|small|span|strong|style|sub|summary|sup|table|tbody|td|tfoot|th|thead|tr|tt|u|ul|var|video|source)\b[^>]*>$/i

async function plainHtml(html: string, rules: ReferenceRules): Promise<string> {
  let text = ''
  for (const [piece] of html.matchAll(/<!--[\s\S]*?(?:-->|$)|<[^>]*>|[^<]+|</g)) {
    if (/^<img\b/i.test(piece)) {
      const attribute = (name: string) => {
        const match = new RegExp(`\\b${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, 'i').exec(piece)
        return match?.[1] ?? match?.[2] ?? match?.[3] ?? ''
      }
      const url = attribute('src')
      if (url) text += await writeImage({ url, label: attribute('alt'), title: null, alt: null }, rules)
    } else if (/^<\/?kbd\b/i.test(piece)) text += '`'
    else if (/^<br\b/i.test(piece)) text += ' '
    else if (piece.startsWith('<!--') || formattingTags.test(piece)) continue
    else if (piece.startsWith('<')) text += `\\${piece}`
    else text += piece
  }
  return text
}

function apply(text: string, edits: Edit[]): string {
  let result = ''
  let at = 0
  for (const edit of edits.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    // an edit inside one already made (an image in the words of HTML): the outer one has said all
    if (edit.start < at) continue
    result += text.slice(at, edit.start) + edit.text
    at = edit.end
  }
  return result + text.slice(at)
}

function walk(node: Nodes, visit: (node: Nodes) => void): void {
  visit(node)
  if ('children' in node) for (const child of node.children) walk(child, visit)
}

function rangeOf(node: Nodes): [number, number] | null {
  const start = node.position?.start.offset
  const end = node.position?.end.offset
  return start === undefined || end === undefined ? null : [start, end]
}

/** Text that Markdown, math and directives all take literally. */
export function escapeText(text: string): string {
  return text.replace(/[\\[\]*_`<>$:&~|]/g, '\\$&')
}

function escapeCaption(text: string): string {
  return text.replace(/[\\[\]*`$]/g, '\\$&')
}

function quote(title: string): string {
  return `"${title.replace(/["\\]/g, '\\$&')}"`
}
