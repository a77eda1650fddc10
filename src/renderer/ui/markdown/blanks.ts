import type { Nodes, Root } from 'hast'

/** Stands for a blank between parsing and rendering: a private-use character, which no author types. */
const blankMark = '\uE000'

/** `git ___ -m "first"` → the same with marks, so that Markdown does not read underscores as emphasis or a rule. */
export function markBlanks(markdown: string): string {
  return markdown.replaceAll(blankMark, '').replace(/_{3,}/g, blankMark)
}

/** Turns marks into `<span data-blank="n">`, counted from 0 in the order of the text. Runs last: code colours first. */
export function rehypeBlanks() {
  return (tree: Root): undefined => {
    let next = 0
    const place = (node: Nodes): void => {
      if (!('children' in node)) return
      const children: Nodes[] = []
      for (const child of node.children) {
        if (child.type !== 'text' || !child.value.includes(blankMark)) {
          place(child)
          children.push(child)
          continue
        }
        for (const [index, part] of child.value.split(blankMark).entries()) {
          if (index > 0) {
            children.push({
              type: 'element',
              tagName: 'span',
              properties: { dataBlank: String(next++) },
              children: [],
            })
          }
          if (part !== '') children.push({ type: 'text', value: part })
        }
      }
      node.children = children as never
    }
    place(tree)
  }
}
