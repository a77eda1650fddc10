import { createId as cuid2 } from '@paralleldrive/cuid2'

/** A new row id (cuid2), made on the device so that rows exist before the centre has seen them. */
export function createId(): string {
  return cuid2()
}
