import { findCodeBlocks, markCode } from './code-lines.ts'

/** Stands for a site's root in addresses, where Liquid had `{{ page.root }}`. */
export const siteRoot = 'brainix-site-root/'

/**
 * What other publishing systems leave in Markdown, made plain; code is left alone.
 * - kramdown's `{: .language-bash}` under a code block becomes its language, `{: .challenge}` under a quote a fenced
 *   div, and any other `{: …}` line goes;
 * - Liquid's `{{ page.root }}` becomes the folder's root, other Liquid tags go;
 * - Pandoc's `{#id .class}` behind a heading goes; grid tables, which Markdown here does not know, become preformatted;
 *   a formula alone on its line (`$$ … $$`), set large elsewhere, gets the lines of its own that this takes here.
 */
export function cleanLeftovers(text: string): { text: string; warnings: string[] } {
  const lines = convertKramdown(text.split('\n'))
  const code = markCode(lines)
  let liquidTags = 0
  const cleaned = lines.map((line, index) => {
    if (code[index]) return line
    const plain = outsideCodeSpans(line, (part) =>
      part
        .replace(/\{\{\s*(?:page\.root|site\.baseurl|site\.url|relative_root_path)\s*\}\}\/?/g, siteRoot)
        .replace(/\{%-?\s*link\s+([^\s%]+)\s*-?%\}/g, `${siteRoot}$1`)
        .replace(/\{%.*?%\}|\{\{.*?\}\}/g, () => {
          liquidTags++
          return ''
        }),
    )
    return plain
      .replace(/^( {0,3}#{1,6}\s.*?)\s*\{[#.:][^}]*\}\s*$/, '$1')
      .replace(/^(\s*)\$\$\s*([^$]+?)\s*\$\$\s*$/, '$1$$$$\n$1$2\n$1$$$$')
  })
  return {
    text: fenceGridTables(cleaned).join('\n'),
    warnings:
      liquidTags > 0 ? [`${liquidTags} Liquid tag(s) of another publishing system were left out`] : [],
  }
}

function convertKramdown(lines: string[]): string[] {
  const blockEndingAt = new Map(findCodeBlocks(lines).map((block) => [block.close, block]))
  const code = markCode(lines)
  const out: string[] = []
  /** Index in `out` of each opening fence, by its line. */
  const written = new Map<number, number>()
  let quoteStart: number | null = null

  for (const [index, line] of lines.entries()) {
    const attributes = code[index] ? null : /^\s*\{:\s*([^}]*)\}\s*$/.exec(line)?.[1]
    if (attributes === null || attributes === undefined) {
      const quoted = line.startsWith('>')
      if (quoted && quoteStart === null) quoteStart = out.length
      else if (!quoted) quoteStart = null
      written.set(index, out.length)
      out.push(line)
      continue
    }
    const className = /\.([\w-]+)/.exec(attributes)?.[1] ?? ''
    const block = blockEndingAt.get(index - 1)
    if (block && className) {
      const at = written.get(block.open)
      const opening = at === undefined ? undefined : out[at]
      if (at !== undefined && opening !== undefined && /[`~]\s*$/.test(opening))
        out[at] = opening.trimEnd() + className.replace(/^language-/, '')
    } else if (quoteStart !== null && className) {
      const inside = out.splice(quoteStart).map((quoted) => quoted.replace(/^> ?/, ''))
      out.push(`::: ${className}`, ...convertKramdown(inside), ':::')
      quoteStart = null
    }
  }
  return out
}

function outsideCodeSpans(line: string, change: (part: string) => string): string {
  return line
    .split(/(`+[^`]*`+)/)
    .map((part, index) => (index % 2 === 1 ? part : change(part)))
    .join('')
}

/** A Pandoc grid table (`+---+` rules, `|` rows) keeps its shape only in a fixed-width block. */
function fenceGridTables(lines: string[]): string[] {
  const code = markCode(lines)
  const out: string[] = []
  let inTable = false
  for (const [index, line] of lines.entries()) {
    const rule = !code[index] && /^\+(?:[-=:]+\+)+\s*$/.test(line)
    const row: boolean = inTable && /^[|+]/.test(line)
    if (rule && !inTable) out.push('````text')
    if (inTable && !rule && !row) out.push('````')
    inTable = rule || row
    out.push(line)
  }
  if (inTable) out.push('````')
  return out
}
