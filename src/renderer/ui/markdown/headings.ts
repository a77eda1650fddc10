import type { Element, Nodes, Root } from 'hast'

/** What the address of a place inside a lesson (`#ignoring-things`) is prefixed with in the page. */
export const anchorPrefix = 'in-lesson-'

const headingNames = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6']

/**
 * Headings start at `topLevel`, whatever level the author started at, so that a page has one h1; and each carries an id
 * made from its words, so that links lead to it.
 */
export function rehypeHeadings(options: { topLevel: number }) {
  return (tree: Root): undefined => {
    const headings = collect(tree, [])
    const highest = Math.min(...headings.map(levelOf))
    const used = new Map<string, number>()
    for (const heading of headings) {
      const id = slug(textOf(heading))
      const before = used.get(id) ?? 0
      used.set(id, before + 1)
      heading.properties = {
        ...heading.properties,
        id: `${anchorPrefix}${before === 0 ? id : `${id}-${before}`}`,
        tabIndex: -1,
      }
      heading.tagName = `h${Math.min(6, levelOf(heading) - highest + options.topLevel)}`
    }
  }
}

/** "Ignoring things, again" → `ignoring-things-again`; letters of every script stay. */
export function slug(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\s_-]/gu, '')
    .replace(/\s+/g, '-')
}

function levelOf(heading: Element): number {
  return headingNames.indexOf(heading.tagName) + 1
}

function collect(node: Nodes, found: Element[]): Element[] {
  if (node.type === 'element' && headingNames.includes(node.tagName)) found.push(node)
  else if ('children' in node) for (const child of node.children) collect(child, found)
  return found
}

function textOf(node: Nodes): string {
  if (node.type === 'text') return node.value
  return 'children' in node ? node.children.map(textOf).join('') : ''
}
