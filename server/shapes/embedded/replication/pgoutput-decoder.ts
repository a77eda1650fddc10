/**
 * Decodes pgoutput messages (protocol version 1), keeping every value as the text Postgres sent.
 * https://www.postgresql.org/docs/current/protocol-logicalrep-message-formats.html
 */

export interface Relation {
  oid: number
  schema: string
  name: string
  fullIdentity: boolean
  columns: { name: string; typeOid: number; typeMod: number }[]
}

/** One row in the order of the relation's columns; `undefined` for a large value that did not change. */
export type Tuple = (string | null | undefined)[]

export type PgoutputMessage =
  | { tag: 'begin'; finalLsn: number; xid: number }
  | { tag: 'commit'; endLsn: number }
  | { tag: 'relation'; relation: Relation }
  | { tag: 'insert'; oid: number; row: Tuple }
  | { tag: 'update'; oid: number; old: Tuple | undefined; row: Tuple }
  | { tag: 'delete'; oid: number; old: Tuple; whole: boolean }
  | { tag: 'truncate'; oids: number[] }
  | { tag: 'other' }

/** @throws Error for a message that is no pgoutput of version 1 */
export function decodePgoutput(buffer: Buffer): PgoutputMessage {
  const reader = new Reader(buffer)
  const tag = reader.char()
  switch (tag) {
    case 'B': {
      const finalLsn = reader.lsn()
      reader.skip(8)
      return { tag: 'begin', finalLsn, xid: reader.uint32() }
    }
    case 'C':
      reader.skip(1 + 8)
      return { tag: 'commit', endLsn: reader.lsn() }
    case 'R':
      return { tag: 'relation', relation: readRelation(reader) }
    case 'I': {
      const oid = reader.uint32()
      reader.skip(1)
      return { tag: 'insert', oid, row: reader.tuple() }
    }
    case 'U':
      return readUpdate(reader)
    case 'D': {
      const oid = reader.uint32()
      const whole = reader.char() === 'O'
      return { tag: 'delete', oid, old: reader.tuple(), whole }
    }
    case 'T': {
      const count = reader.uint32()
      reader.skip(1)
      return { tag: 'truncate', oids: Array.from({ length: count }, () => reader.uint32()) }
    }
    case 'Y':
    case 'O':
    case 'M':
      return { tag: 'other' }
    default:
      throw new Error(`unknown pgoutput message ${tag}`)
  }
}

function readRelation(reader: Reader): Relation {
  const oid = reader.uint32()
  const schema = reader.string() || 'pg_catalog'
  const name = reader.string()
  const fullIdentity = reader.char() === 'f'
  const columns = Array.from({ length: reader.uint16() }, () => {
    reader.skip(1)
    return { name: reader.string(), typeOid: reader.uint32(), typeMod: reader.int32() }
  })
  return { oid, schema, name, fullIdentity, columns }
}

function readUpdate(reader: Reader): PgoutputMessage {
  const oid = reader.uint32()
  const kind = reader.char()
  if (kind === 'N') return { tag: 'update', oid, old: undefined, row: reader.tuple() }
  const before = reader.tuple()
  reader.skip(1)
  const row = reader.tuple()
  if (kind !== 'O') return { tag: 'update', oid, old: undefined, row }
  // A large value that was not touched is not sent again; with full identity the old row carries it.
  return {
    tag: 'update',
    oid,
    old: before,
    row: row.map((value, i) => (value === undefined ? before[i] : value)),
  }
}

class Reader {
  readonly #buffer: Buffer
  #at = 0

  constructor(buffer: Buffer) {
    this.#buffer = buffer
  }

  skip(bytes: number): void {
    this.#at += bytes
  }

  char(): string {
    return String.fromCharCode(this.#buffer.readUInt8(this.#at++))
  }

  uint16(): number {
    this.#at += 2
    return this.#buffer.readUInt16BE(this.#at - 2)
  }

  uint32(): number {
    this.#at += 4
    return this.#buffer.readUInt32BE(this.#at - 4)
  }

  int32(): number {
    this.#at += 4
    return this.#buffer.readInt32BE(this.#at - 4)
  }

  lsn(): number {
    return this.uint32() * 2 ** 32 + this.uint32()
  }

  string(): string {
    const end = this.#buffer.indexOf(0, this.#at)
    const text = this.#buffer.toString('utf8', this.#at, end)
    this.#at = end + 1
    return text
  }

  tuple(): Tuple {
    const count = this.uint16()
    const values: Tuple = new Array(count)
    for (let i = 0; i < count; i++) values[i] = this.#value()
    return values
  }

  #value(): string | null | undefined {
    const kind = this.char()
    if (kind === 'n') return null
    if (kind === 'u') return undefined
    if (kind !== 't') throw new Error(`unknown pgoutput value ${kind}`)
    const length = this.uint32()
    this.#at += length
    return this.#buffer.toString('utf8', this.#at - length, this.#at)
  }
}
