/** Text longer than this is drawn in parts, as they come into view. */
const wholeLength = 120_000
/** About the length of a part. Parsing it must not be felt, whatever stands in it. */
const partLength = 12_000

/**
 * Splits a long text into parts that can be drawn one by one: between blocks, never inside code, formulas or boxes that
 * have an end. What has none is cut all the same where it grows too long. Definitions of links and footnotes go with every
 * part that uses them. A text of usual length is one part.
 */
export function splitMarkdown(source: string): string[] {
  if (source.length <= wholeLength) return [source]
  const parts: string[] = []
  let begin = 0
  let end: RegExp | null = null
  const close = (at: number) => {
    if (at > begin) parts.push(source.slice(begin, at))
    begin = at
  }
  for (let at = 0; at < source.length; ) {
    const next = lineEnd(source, at)
    const length = at - begin
    if (length >= partLength && ((end === null && isBlank(source, at, next)) || length >= 4 * partLength)) {
      close(at)
      end = null
    }
    if (next - at > 2 * partLength) {
      // A line that alone is longer than a part: broken between words, or anywhere where there are none.
      for (let from = at; from < next; ) {
        const space = source.lastIndexOf(' ', from + partLength)
        from = Math.min(next, space > from ? space + 1 : from + partLength)
        close(from)
      }
      end = null
    } else if (end !== null) {
      if (mayMark(source, at) && end.test(source.slice(at, next))) end = null
    } else if (mayMark(source, at)) end = endOf(source.slice(at, next))
    at = next
  }
  close(source.length)
  return withDefinitions(parts, source)
}

/** Just behind the line that begins at an offset. */
function lineEnd(source: string, at: number): number {
  const end = source.indexOf('\n', at)
  return end < 0 ? source.length : end + 1
}

function isBlank(source: string, from: number, to: number): boolean {
  return to - from < 200 && source.slice(from, to).trim() === ''
}

/** Whether a line can begin or end a block: told from its first letters, as most lines do neither. */
function mayMark(source: string, at: number): boolean {
  let first = at
  while (first < at + 3 && source[first] === ' ') first += 1
  const sign = source[first]
  return sign === '`' || sign === '~' || sign === '$' || sign === ':'
}

/** The line that ends what a line begins; null where it begins nothing of the kind. */
function endOf(line: string): RegExp | null {
  const code = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1]
  if (code) return new RegExp(`^ {0,3}${code.charAt(0)}{${code.length},}\\s*$`)
  if (/^ {0,3}\$\$\s*$/.test(line)) return /^ {0,3}\$\$\s*$/
  const box = /^ {0,3}(:{3,})\s*[A-Za-z]/.exec(line)?.[1]
  return box ? new RegExp(`^ {0,3}:{${box.length}}\\s*$`) : null
}

const definition = /^ {0,3}\[(\^?[^\]\n]{1,200})\]:[ \t]*\S.*(?:\n(?: {4}|\t).*)*/gm

function withDefinitions(parts: readonly string[], source: string): string[] {
  const definitions = new Map<string, string>()
  for (const [text, label = ''] of source.matchAll(definition))
    if (!definitions.has(label)) definitions.set(label, text)
  if (definitions.size === 0) return [...parts]
  return parts.map((part) => {
    const used = new Set([...part.matchAll(/\[(\^?[^\]\n]{1,200})\]/g)].map(([, label = '']) => label))
    const missing = [...used].flatMap((label) => {
      const text = definitions.get(label)
      return text !== undefined && !part.includes(text) ? [text] : []
    })
    return missing.length === 0 ? part : `${part}\n\n${missing.join('\n\n')}`
  })
}
