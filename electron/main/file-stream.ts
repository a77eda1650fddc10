import { access, constants, open } from 'node:fs/promises'

const chunkBytes = 256 * 1024

/**
 * Bytes `start` to `end` (inclusive) of a file, read as they are asked for. The file is open only while a piece is read:
 * the window forgets a film somebody sought in without always saying so. Fails when the file cannot be read.
 */
export async function streamFile(
  path: string,
  range: { start: number; end: number },
): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  await access(path, constants.R_OK)
  let position = range.start
  return new ReadableStream({
    async pull(controller) {
      const wanted = Math.min(chunkBytes, range.end - position + 1)
      const piece = await readPiece(path, position, wanted)
      position += piece.length
      if (piece.length > 0) controller.enqueue(piece)
      if (position > range.end) controller.close()
      else if (piece.length === 0) controller.error(new Error('the file ends too soon'))
    },
  })
}

async function readPiece(path: string, position: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
  const file = await open(path, 'r')
  try {
    const { bytesRead, buffer } = await file.read(new Uint8Array(length), 0, length, position)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}
