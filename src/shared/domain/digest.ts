/**
 * The digest of a slice of a table: how many rows, and the exclusive-or over the rows of the first 64 bits of the md5
 * of the row's canonical text. Independent of order, computed alike in Postgres (`server/shapes/digest-sql`) and on
 * the device, so that a device can tell that it holds exactly what the centre holds.
 *
 * Canonical text of a row: its columns in the shape's order, joined by U+001F; null is U+0001; booleans are 0 and 1;
 * instants are UTC milliseconds; arrays are their elements joined by U+001E, without nulls; all else is Postgres text.
 */
export const columnSeparator = '\u001f'
export const elementSeparator = '\u001e'
export const nullMark = '\u0001'

/** Exclusive-or of row hashes, fed with the first 16 hex digits of each row's md5. */
export class DigestFold {
  #count = 0
  #high = 0
  #low = 0

  add(md5Hex: string): void {
    this.#count += 1
    this.#high ^= Number.parseInt(md5Hex.slice(0, 8), 16)
    this.#low ^= Number.parseInt(md5Hex.slice(8, 16), 16)
  }

  result(): { count: number; hash: string } {
    return { count: this.#count, hash: hex32(this.#high) + hex32(this.#low) }
  }
}

function hex32(value: number): string {
  return (value >>> 0).toString(16).padStart(8, '0')
}
