import type { Nodes, Root } from 'mdast'

/** Raw HTML is not shown; the one tag tables cannot do without, `<br>`, becomes the line break it means. */
export function remarkLineBreaks() {
  return (tree: Root): undefined => {
    breakIn(tree)
  }
}

function breakIn(node: Nodes): void {
  if (!('children' in node)) return
  const { children } = node
  for (const [index, child] of children.entries()) {
    if (child.type === 'html' && /^<br\s*\/?>$/i.test(child.value)) children[index] = { type: 'break' }
    else breakIn(child)
  }
}
