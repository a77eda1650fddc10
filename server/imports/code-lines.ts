/** A fenced code block: indexes of its fence lines. `close` is the last line where the fence is never closed. */
export interface CodeBlock {
  open: number
  close: number
}

/** Fenced code blocks of a Markdown text, also those inside lists and quotes. */
export function findCodeBlocks(lines: readonly string[]): CodeBlock[] {
  const blocks: CodeBlock[] = []
  let open: { line: number; mark: string; length: number } | null = null
  for (const [index, line] of lines.entries()) {
    if (open) {
      const close = /^(?:\s|>)*(`{3,}|~{3,})\s*$/.exec(line)?.[1]
      if (close?.startsWith(open.mark) && close.length >= open.length) {
        blocks.push({ open: open.line, close: index })
        open = null
      }
      continue
    }
    const fence = /^(?:\s|>|(?:[-*+]|\d{1,9}[.)])\s)*(`{3,}(?=[^`]*$)|~{3,})/.exec(line)?.[1]
    if (fence) open = { line: index, mark: fence.charAt(0), length: fence.length }
  }
  if (open) blocks.push({ open: open.line, close: lines.length - 1 })
  return blocks
}

/** For each line, whether it belongs to a fenced code block (its fences included). */
export function markCode(lines: readonly string[]): boolean[] {
  const marks = lines.map(() => false)
  for (const { open, close } of findCodeBlocks(lines)) marks.fill(true, open, close + 1)
  return marks
}
