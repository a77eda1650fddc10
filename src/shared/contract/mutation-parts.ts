import { z } from 'zod'

export const id = z.string().min(1).max(64)

/** IANA name of where a person is: tells which day an instant is to them. */
export const timeZoneName = z.string().regex(/^[A-Za-z0-9_+\-/]{1,64}$/)

/**
 * A text people write. What Postgres cannot hold is made visible rather than refused: NUL becomes its symbol, half a
 * surrogate pair the replacement character. `maxLength` in UTF-16 units.
 */
export const writtenText = (maxLength: number) =>
  z
    .string()
    .max(maxLength)
    .transform((text) => text.replaceAll('\0', '\u2400').toWellFormed())
