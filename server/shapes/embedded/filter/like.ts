/**
 * Compiles a LIKE pattern. Case is ignored for ASCII letters only, as Postgres does under collation "C".
 * `undefined` when the pattern ends in a lone escape, which Postgres refuses.
 */
export function likePattern(pattern: string, insensitive: boolean): RegExp | undefined {
  let source = ''
  let escaped = false
  for (const char of pattern) {
    if (escaped) {
      source += literal(char, insensitive)
      escaped = false
    } else if (char === '\\') escaped = true
    else if (char === '%') source += '.*'
    else if (char === '_') source += '.'
    else source += literal(char, insensitive)
  }
  return escaped ? undefined : new RegExp(`^${source}$`, 'su')
}

function literal(char: string, insensitive: boolean): string {
  if (insensitive && /[a-zA-Z]/.test(char)) return `[${char.toLowerCase()}${char.toUpperCase()}]`
  return char.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&')
}
