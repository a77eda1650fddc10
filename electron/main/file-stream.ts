import { type FileHandle, open } from 'node:fs/promises'

const chunkBytes = 256 * 1024

/** Bytes `start` to `end` (inclusive) of a file, read as they are asked for. Fails when the file cannot be opened. */
export async function streamFile(
  path: string,
  range: { start: number; end: number },
): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  const file: FileHandle = await open(path, 'r')
  let position = range.start
  return new ReadableStream({
    async pull(controller) {
      const wanted = Math.min(chunkBytes, range.end - position + 1)
      if (wanted > 0) {
        const { bytesRead, buffer } = await file.read(new Uint8Array(wanted), 0, wanted, position)
        if (bytesRead > 0) {
          position += bytesRead
          controller.enqueue(buffer.subarray(0, bytesRead))
          return
        }
      }
      await file.close()
      controller.close()
    },
    cancel: () => file.close(),
  })
}
