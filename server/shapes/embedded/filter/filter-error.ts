// What stands before the filter when it is parsed. Places in messages count from the start of this, as Electric's do.
export const PARSE_PREFIX = 'SELECT 1 WHERE '

/** A filter we cannot take, and the place (in the text with `PARSE_PREFIX`) that is to blame. */
export class FilterError extends Error {
  readonly at: number
  readonly reason: string

  constructor(at: number, reason: string) {
    super(`At location ${at}: ${reason}`)
    this.name = 'FilterError'
    this.at = at
    this.reason = reason
  }
}
