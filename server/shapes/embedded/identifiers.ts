/** `"a"."b"`-style quoting for SQL. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** A string constant for SQL; safe whatever `standard_conforming_strings` says. */
export function quoteLiteral(text: string): string {
  const quoted = `'${text.replaceAll("'", "''")}'`
  return text.includes('\\') ? ` E${quoted.replaceAll('\\', '\\\\')}` : quoted
}

export type Parsed<T> = { ok: true; value: T } | { ok: false; reason: string }

/** One identifier by the rules of SQL: quoted kept as it is, unquoted folded to lower case. */
export function parseIdentifier(text: string): Parsed<string> {
  if (text === '') return { ok: false, reason: 'Invalid zero-length delimited identifier' }
  if (text.length >= 2 && text.startsWith('"') && text.endsWith('"')) {
    const inner = text.slice(1, -1)
    if (inner === '') return { ok: false, reason: 'Invalid zero-length delimited identifier' }
    if (inner.replaceAll('""', '').includes('"'))
      return { ok: false, reason: `Invalid identifier with unescaped quotes: ${inner}` }
    return shortEnough(inner.replaceAll('""', '"'))
  }
  if (!/^[\p{L}_][\p{L}\p{M}\p{N}_$]*$/u.test(text))
    return { ok: false, reason: `Invalid unquoted identifier contains special characters: ${text}` }
  return shortEnough(foldCase(text))
}

/** `table` or `schema.table`; without a schema it is `public`. */
export function parseTableName(text: string): Parsed<{ schema: string; name: string }> {
  const parts = splitOutsideQuotes(text, '.')
  if (parts.length > 2) return { ok: false, reason: `Invalid table name with too many parts: ${text}` }
  const names: string[] = []
  for (const part of parts) {
    const parsed = parseIdentifier(part)
    if (!parsed.ok) return parsed
    names.push(parsed.value)
  }
  const name = names.at(-1) ?? ''
  return { ok: true, value: { schema: names.length === 2 ? (names[0] ?? 'public') : 'public', name } }
}

/** A comma-separated list of column names. */
export function parseColumnList(text: string): Parsed<string[]> {
  const names: string[] = []
  for (const part of splitOutsideQuotes(text, ',')) {
    const parsed = parseIdentifier(part.trim())
    if (!parsed.ok) return parsed
    names.push(parsed.value)
  }
  return { ok: true, value: names }
}

function splitOutsideQuotes(text: string, separator: string): string[] {
  const parts: string[] = []
  let part = ''
  let quoted = false
  for (const char of text) {
    if (char === '"') quoted = !quoted
    if (char === separator && !quoted) {
      parts.push(part)
      part = ''
    } else part += char
  }
  parts.push(part)
  return parts
}

// Postgres folds ASCII only, in any encoding with more than one byte per character.
function foldCase(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
}

function shortEnough(name: string): Parsed<string> {
  if (Buffer.byteLength(name) > 63)
    return { ok: false, reason: `Identifier is longer than 63 bytes: ${name}` }
  return { ok: true, value: name }
}
