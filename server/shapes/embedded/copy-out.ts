import type pg from 'pg'

// Binary COPY begins with a signature, flags and the length of an extension (always empty here).
const HEADER_BYTES = 19

/**
 * Runs `COPY (query) TO STDOUT` for a query with one text column and hands over each value's bytes.
 * The bytes are only valid during the call. When `onValue` returns a promise the server is held until it settles.
 */
export function copyOut(
  client: pg.Client | pg.PoolClient,
  query: string,
  onValue: (bytes: Buffer) => Promise<void> | undefined,
): Promise<void> {
  return new Promise((resolve, reject) => {
    client.query(new CopyOut(`COPY (${query}) TO STDOUT (FORMAT binary)`, onValue, resolve, reject))
  })
}

class CopyOut implements pg.Submittable {
  readonly #sql: string
  readonly #onValue: (bytes: Buffer) => Promise<void> | undefined
  readonly #resolve: () => void
  readonly #reject: (error: Error) => void
  #connection: pg.Connection | undefined
  #sawHeader = false
  #error: Error | undefined

  constructor(
    sql: string,
    onValue: (bytes: Buffer) => Promise<void> | undefined,
    resolve: () => void,
    reject: (error: Error) => void,
  ) {
    this.#sql = sql
    this.#onValue = onValue
    this.#resolve = resolve
    this.#reject = reject
  }

  submit(connection: pg.Connection): void {
    this.#connection = connection
    connection.query(this.#sql)
  }

  handleCopyData(message: { chunk: Buffer }): void {
    if (this.#error) return
    const { chunk } = message
    let at = this.#sawHeader ? 0 : HEADER_BYTES
    this.#sawHeader = true
    // A row is the number of its fields (1; -1 ends the copy), then the field's length and bytes.
    while (at + 2 <= chunk.length && chunk.readInt16BE(at) === 1) {
      const length = chunk.readInt32BE(at + 2)
      const end = at + 6 + length
      try {
        this.#hold(this.#onValue(chunk.subarray(at + 6, end)))
      } catch (error) {
        this.#abort(error)
        return
      }
      at = end
    }
  }

  handleCommandComplete(): void {}

  handleError(error: Error): void {
    this.#error ??= error
    this.#reject(this.#error)
  }

  handleReadyForQuery(): void {
    if (this.#error) this.#reject(this.#error)
    else this.#resolve()
  }

  #hold(wait: Promise<void> | undefined): void {
    const stream = this.#connection?.stream
    if (!wait || !stream) return
    stream.pause()
    wait.then(
      () => stream.resume(),
      (error: unknown) => this.#abort(error),
    )
  }

  // There may be gigabytes to come; only ending the connection stops them.
  #abort(error: unknown): void {
    this.#error ??= error instanceof Error ? error : new Error(String(error))
    this.#reject(this.#error)
    this.#connection?.stream.destroy()
  }
}
