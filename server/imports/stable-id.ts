import { createHash } from 'node:crypto'

/** How every id made here begins, so that publishing again never touches rows that a person added by hand. */
export const stableIdPrefix = 'import'

/**
 * The same id for the same parts, in the form of a cuid2 (24 lower-case letters and digits): importing a folder again
 * meets the rows of the first time. 93 bits of a SHA-256, so two paths do not meet by chance.
 */
export function stableId(...parts: readonly string[]): string {
  const digest = createHash('sha256').update(parts.join('\u0000')).digest('hex')
  const digits = BigInt(`0x${digest}`).toString(36).padStart(50, '0')
  return stableIdPrefix + digits.slice(-18)
}

/** A name for addresses: lower case, ASCII where letters have a base form, words joined by hyphens. */
export function slugify(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 80)
}
