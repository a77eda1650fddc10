import type { Blockquote, Nodes, Root } from 'mdast'

const opening = /^\[!(note|tip|important|warning|caution)\][ \t]*(?:\n|$)/i

/** GitHub's alerts (`> [!TIP]`) become the boxes of the same names. */
export function remarkAlerts() {
  return (tree: Root): undefined => {
    boxIn(tree)
  }
}

function boxIn(node: Nodes): void {
  if (!('children' in node)) return
  for (const child of node.children) {
    if (child.type === 'blockquote') makeBox(child)
    boxIn(child)
  }
}

function makeBox(quote: Blockquote): void {
  const [first] = quote.children
  if (first?.type !== 'paragraph') return
  const [words] = first.children
  if (words?.type !== 'text') return
  const name = opening.exec(words.value)
  if (!name?.[1]) return
  words.value = words.value.slice(name[0].length)
  if (words.value === '') first.children.shift()
  // The words after the name may stand behind a break of their own.
  if (first.children[0]?.type === 'break') first.children.shift()
  if (first.children.length === 0) quote.children.shift()
  quote.data = {
    ...quote.data,
    hName: 'div',
    hProperties: { dataBox: name[1].toLowerCase(), dataTitle: '' },
  }
}
