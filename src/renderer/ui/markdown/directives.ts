import type { Nodes, Paragraph, PhrasingContent, Root, RootContent } from 'mdast'
// Brings the directive nodes into mdast's types.
import type {} from 'remark-directive'

type ContainerDirective = Extract<Nodes, { type: 'containerDirective' }>
type LeafDirective = Extract<Nodes, { type: 'leafDirective' }>
type TextDirective = Extract<Nodes, { type: 'textDirective' }>

/**
 * Containers (`:::challenge`) become boxes. Text and leaf directives mean nothing here, so what looks like one in prose
 * (`origin:main`, `at 10:am`, `::shrug`) is put back as the author typed it.
 */
export function remarkBoxes() {
  return (tree: Root, file: { value: unknown }): undefined => {
    const source = String(file.value)
    restoreIn(tree, source)
  }
}

function restoreIn(node: Nodes, source: string): void {
  if (!('children' in node)) return
  const children: Nodes[] = []
  for (const child of node.children) {
    restoreIn(child, source)
    if (child.type === 'textDirective') children.push(...literal(child, source))
    else if (child.type === 'leafDirective') children.push(paragraph(literal(child, source)))
    else {
      if (child.type === 'containerDirective') makeBox(child)
      children.push(child)
    }
  }
  // Each child was replaced by nodes that may stand in its place: phrasing by phrasing, a leaf by a paragraph.
  node.children = children as never
}

function makeBox(node: ContainerDirective): void {
  const [first] = node.children
  let title = node.attributes?.title ?? ''
  if (first?.type === 'paragraph' && first.data?.directiveLabel) {
    title = plainText(first)
    node.children.shift()
  }
  node.data = {
    ...node.data,
    hName: 'div',
    hProperties: { dataBox: node.name, dataTitle: title },
  }
}

function literal(node: TextDirective | LeafDirective, source: string): PhrasingContent[] {
  const colons = node.type === 'textDirective' ? ':' : '::'
  const start = node.position?.start.offset
  const end = node.position?.end.offset
  const opening = `${colons}${node.name}`
  if (start === undefined || end === undefined) return [text(opening), ...node.children]
  const typed = source.slice(start, end)
  const last = node.children.at(-1)?.position?.end.offset
  if (last === undefined) return [text(typed)]
  // The label keeps its formatting; the attributes after it are text.
  return [text(`${opening}[`), ...node.children, text(source.slice(last, end))]
}

/** The label as text, code kept in backticks, which is what a box's heading understands. */
function plainText(node: RootContent): string {
  if (node.type === 'inlineCode') return `\`${node.value}\``
  if ('value' in node) return node.value
  if ('children' in node) return node.children.map((child) => plainText(child)).join('')
  return ''
}

function text(value: string): PhrasingContent {
  return { type: 'text', value }
}

function paragraph(children: PhrasingContent[]): Paragraph {
  return { type: 'paragraph', children }
}
