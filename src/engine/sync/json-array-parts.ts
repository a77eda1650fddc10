import { AppError } from '../../shared/errors/app-error.ts'

/** A part is parsed, and written in one transaction, once about this much of it is there. */
const twoMegabytes = 2 << 20

/**
 * The items of a JSON array of objects, in parts, as they come in: neither the text nor the items of a long answer are ever
 * in memory together.
 *
 * The text is cut where one object seems to end and the next to begin. A cut that was none (these characters stood in a
 * string, or deeper inside an object) leaves a string or an object open, so it does not parse; the part then goes on to
 * a later cut. What parses was cut rightly.
 * @throws AppError `offline` when the answer breaks off, `not-a-gateway` when it is no array.
 */
export async function* jsonArrayParts(
  response: Response,
  partBytes = twoMegabytes,
): AsyncGenerator<unknown[]> {
  let pieces: Uint8Array[] = []
  let bytes = 0
  let wanted = partBytes
  let opened = false
  try {
    for await (const piece of response.body ?? []) {
      pieces.push(piece)
      bytes += piece.byteLength
      if (bytes < wanted) continue
      const text = Buffer.concat(pieces)
      const cut = lastCut(text)
      const items = cut === -1 ? undefined : parsed(`${opened ? '[' : ''}${text.toString('utf8', 0, cut)}]`)
      const rest = items ? text.subarray(text.indexOf(brace, cut)) : text
      pieces = [rest]
      bytes = rest.byteLength
      wanted = bytes + partBytes
      if (!items) continue
      opened = true
      yield items
    }
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw new AppError('offline', 'The connection broke while receiving.', { cause })
  }
  const items = parsed(`${opened ? '[' : ''}${Buffer.concat(pieces).toString('utf8')}`)
  if (items) yield items
  else if (opened) throw new AppError('offline', 'The connection broke while receiving.')
  else throw new AppError('not-a-gateway', 'The centre’s answer is no list of changes.')
}

const brace = '{'

/** Where the last object but one ends: after its brace, before the comma. */
function lastCut(text: Buffer): number {
  const cut = text.lastIndexOf('},{"')
  const found = cut === -1 ? text.lastIndexOf('},\n{"') : cut
  return found === -1 ? -1 : found + 1
}

function parsed(text: string): unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}
