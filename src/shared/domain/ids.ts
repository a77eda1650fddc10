import { createId as cuid2, isCuid } from '@paralleldrive/cuid2'

/** A new row id (cuid2), made on the device so that rows exist before the centre has seen them. */
export function createId(): string {
  return cuid2()
}

/** Whether a text has the form of a row id. Ids of other programs (plain cuid, slugs) are accepted where rows are read. */
export function isRowId(text: string): boolean {
  return isCuid(text) && text.length >= 8
}
