import { AppError } from '../../shared/errors/app-error.ts'

/** A part is written in one transaction: large enough that pages of the database are not written again and again. */
const fourMegabytes = 4 << 20
/** What is parsed at once is forgotten before the collector looks at it: it would copy all of a longer text's items. */
const batchOf64Kb = 1 << 16

export interface ArrayPart {
  /** Whether the array ends with this part. */
  last: boolean
  /**
   * Its items in order, parsed while they are gone through, as often as that is done; until the next part is asked for.
   * @throws AppError when the last part is not the end of an array.
   */
  batches(): Generator<unknown[]>
}

/** Room for what has come in of an answer, used again for the next: fresh ones would be much for the collector. */
export class ReceivedText {
  bytes = Buffer.alloc(0)
  used = 0

  add(piece: Uint8Array): void {
    const needed = this.used + piece.byteLength
    if (needed > this.bytes.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(this.bytes.length * 2, needed))
      this.bytes.copy(larger, 0, 0, this.used)
      this.bytes = larger
    }
    this.bytes.set(piece, this.used)
    this.used = needed
  }

  /** The first `count` bytes were dealt with. */
  drop(count: number): void {
    this.bytes.copyWithin(0, count, this.used)
    this.used -= count
  }

  /** What is there from the beginning; until the next `add` or `drop`. */
  upTo(end: number): Buffer {
    return this.bytes.subarray(0, end)
  }
}

/**
 * The items of a JSON array of objects, in parts, as they come in: neither the text nor the items of a long answer are ever
 * in memory together.
 *
 * The text is cut where one object seems to end and the next to begin. A cut that was none (these characters stood in a
 * string, or deeper inside an object) leaves a string or an object open on both of its sides, so neither parses; the text
 * then goes on to a later cut. What parses was cut rightly.
 * @throws AppError `offline` when the answer breaks off, `not-a-gateway` when it is no array.
 */
export async function* jsonArrayParts(
  response: Response,
  text = new ReceivedText(),
  partBytes = fourMegabytes,
  batchBytes = batchOf64Kb,
): AsyncGenerator<ArrayPart> {
  text.used = 0
  let wanted = partBytes
  let opened = false
  for await (const piece of piecesOf(response)) {
    text.add(piece)
    if (text.used < wanted) continue
    const cut = provenCut(text.upTo(text.used), opened, batchBytes)
    wanted = text.used + partBytes
    if (cut === -1) continue
    const part = text.upTo(cut)
    const continues = opened
    yield { last: false, batches: () => batchesOf(part, continues, false, batchBytes) }
    opened = true
    text.drop(text.bytes.indexOf(brace, cut))
    wanted = partBytes
  }
  const part = text.upTo(text.used)
  yield { last: true, batches: () => batchesOf(part, opened, true, batchBytes) }
}

const brace = '{'.charCodeAt(0)

async function* piecesOf(response: Response): AsyncGenerator<Uint8Array> {
  try {
    yield* response.body ?? []
  } catch (cause) {
    throw new AppError('offline', 'The connection broke while receiving.', { cause })
  }
}

/** The last cut of a text, if what is before it parses; -1 where there is none yet. */
function provenCut(text: Buffer, opened: boolean, batchBytes: number): number {
  const cut = cutBefore(text, text.length)
  if (cut === -1) return -1
  const before = cutBefore(text, Math.max(0, cut - batchBytes))
  const from = before === -1 ? 0 : text.indexOf(brace, before)
  return parsed(text, from, cut, opened || from > 0, true) ? cut : -1
}

/**
 * @param continues the text begins with an item, not with the array's bracket.
 * @param ends the text ends with the array's bracket, not with an item.
 */
function* batchesOf(
  text: Buffer,
  continues: boolean,
  ends: boolean,
  batchBytes: number,
): Generator<unknown[]> {
  let from = 0
  let wanted = batchBytes
  while (text.length - from > wanted) {
    const cut = cutBefore(text, from + wanted)
    const items = cut > from ? parsed(text, from, cut, continues || from > 0, true) : undefined
    if (!items) {
      wanted += batchBytes
      continue
    }
    yield items
    from = text.indexOf(brace, cut)
    wanted = batchBytes
  }
  const items = parsed(text, from, text.length, continues || from > 0, !ends)
  if (items) yield items
  else if (continues || from > 0) throw new AppError('offline', 'The connection broke while receiving.')
  else throw new AppError('not-a-gateway', 'The centre’s answer is no list of changes.')
}

/** Where the last object that ends before `end` does, with another after it: after its brace, before the comma. */
function cutBefore(text: Buffer, end: number): number {
  const cut = text.subarray(0, end).lastIndexOf('},{"')
  const found = cut === -1 ? text.subarray(0, end).lastIndexOf('},\n{"') : cut
  return found === -1 ? -1 : found + 1
}

/** The items between two cuts; `begun` and `goesOn` say that the array's brackets are not there. */
function parsed(
  text: Buffer,
  from: number,
  to: number,
  begun: boolean,
  goesOn: boolean,
): unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(
      `${begun ? '[' : ''}${text.toString('utf8', from, to)}${goesOn ? ']' : ''}`,
    )
    return Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}
