import type { Nodes } from 'mdast'
import { toString as textOf } from 'mdast-util-to-string'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { unified } from 'unified'

/** The words of a piece of Markdown on one line. */
export function wordsOf(markdown: string): string {
  return oneLine(textOf(parse(markdown)))
}

/** The first paragraph's words, or null where there is none. */
export function firstParagraph(markdown: string): string | null {
  const paragraph = parse(markdown).children.find((node) => node.type === 'paragraph')
  return paragraph ? oneLine(textOf(paragraph)) : null
}

/** Markdown as plain paragraphs, a blank line between them: for places that show text without marks. Boxes are opened. */
export function plainParagraphs(markdown: string): string {
  return paragraphsOf(parse(markdown.replace(/^ {0,3}:{3,}.*$/gm, '')))
    .filter((paragraph) => paragraph !== '')
    .join('\n\n')
}

function paragraphsOf(node: Nodes): string[] {
  switch (node.type) {
    case 'root':
    case 'blockquote':
      return node.children.flatMap(paragraphsOf)
    case 'list':
      return node.children.map((item, index) => {
        const mark = node.ordered ? `${(node.start ?? 1) + index}.` : '•'
        return `${mark} ${item.children.flatMap(paragraphsOf).join(' ')}`
      })
    case 'table':
      return node.children.map((row) => row.children.map((cell) => oneLine(textOf(cell))).join(' – '))
    case 'code':
      return [node.value]
    case 'html':
    case 'definition':
    case 'thematicBreak':
      return []
    default:
      return [oneLine(textOf(node))]
  }
}

function parse(markdown: string) {
  return unified().use(remarkParse).use(remarkGfm).parse(markdown)
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
