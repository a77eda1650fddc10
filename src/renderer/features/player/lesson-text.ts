/** The words of a lesson as they stand on the page, and where each of them stands. */
export interface LessonText {
  text: string
  rangeOf(place: { start: number; end: number }): Range
  /** Null where the range holds none of the words. */
  offsetsOf(range: Range): { start: number; end: number } | null
}

const blocks = 'p, li, h1, h2, h3, h4, h5, h6, pre, td, th, dt, dd, blockquote, summary, .bx-box-title'
/** Words of the app between those of the lesson, and the copy of a formula that only screen readers get. */
const notOfTheLesson = 'button, .bx-code-head, .bx-hidden, .katex-mathml, svg'

/** Reads the text of an element's lesson. Between blocks stands a line break, as in a text that was selected. */
export function readLessonText(root: Element): LessonText {
  const pieces: { node: Text; start: number }[] = []
  let text = ''
  let lastBlock: Element | null = null
  for (const markdown of root.querySelectorAll('.bx-markdown')) {
    const walker = document.createTreeWalker(markdown, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!(node instanceof Text) || node.parentElement?.closest(notOfTheLesson)) continue
      const block = node.parentElement?.closest(blocks) ?? null
      if (block !== lastBlock && text !== '') text += '\n'
      lastBlock = block
      pieces.push({ node, start: text.length })
      text += node.data
    }
  }

  const pieceAt = (offset: number) => {
    let low = 0
    let high = pieces.length - 1
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if ((pieces[middle]?.start ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return pieces[low]
  }
  return {
    text,
    rangeOf({ start, end }) {
      const range = document.createRange()
      const first = pieceAt(start)
      const last = pieceAt(Math.max(start, end - 1))
      if (first) range.setStart(first.node, Math.min(start - first.start, first.node.length))
      if (last) range.setEnd(last.node, Math.min(end - last.start, last.node.length))
      return range
    },
    offsetsOf(range) {
      const within = pieces.filter(({ node }) => range.intersectsNode(node))
      const first = within[0]
      const last = within.at(-1)
      if (!first || !last) return null
      const start = first.start + (first.node === range.startContainer ? range.startOffset : 0)
      const end = last.start + (last.node === range.endContainer ? range.endOffset : last.node.length)
      return end > start ? { start, end } : null
    },
  }
}
