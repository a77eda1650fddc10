import type { Nodes, Root } from 'mdast'
// Brings the formula nodes into mdast's types.
import type {} from 'remark-math'

/**
 * "It costs $5, or $8 with postage" is about money. Pandoc's rule tells the two apart: a formula in single dollars has no
 * white space inside its dollars, and no digit follows the closing one. What breaks the rule goes back to text.
 */
export function remarkPlainDollars() {
  return (tree: Root, file: { value: unknown }): undefined => {
    restoreIn(tree, String(file.value))
  }
}

function restoreIn(node: Nodes, source: string): void {
  if (!('children' in node)) return
  const { children } = node
  for (const [index, child] of children.entries()) {
    if (child.type !== 'inlineMath') {
      restoreIn(child, source)
      continue
    }
    const start = child.position?.start.offset
    const end = child.position?.end.offset
    if (start === undefined || end === undefined) continue
    const typed = source.slice(start, end)
    if (isMoney(typed, source.charAt(end))) children[index] = { type: 'text', value: typed }
  }
}

function isMoney(typed: string, following: string): boolean {
  return !typed.startsWith('$$') && (/^\$\s|\s\$$/.test(typed) || /\d/.test(following))
}
