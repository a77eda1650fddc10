import { type FileHandle, mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ReadableStream } from 'node:stream/web'
import { fileBody } from '../../../http/file-body.ts'

// Smaller chunks are cheaper to read whole.
const STREAM_FROM_BYTES = 1 << 20

/** Chunks of initial snapshots: one file each, holding the reply's body exactly as it is sent. */
export class SnapshotFiles {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  /** Writes a chunk; it may be read, but a power cut may take it back until it is made durable. */
  async write(handle: string, index: number, body: Uint8Array[]): Promise<void> {
    await mkdir(join(this.#folder, handle), { recursive: true })
    const file = await open(this.#path(handle, index), 'w')
    try {
      await writeAll(file, body)
    } finally {
      await file.close()
    }
  }

  /** Waits until the first `count` chunks are on the disk. */
  async makeDurable(handle: string, count: number): Promise<void> {
    for (let index = 0; index < count; index++) {
      const file = await open(this.#path(handle, index), 'r+')
      await file.datasync().finally(() => file.close())
    }
  }

  /** The body of a chunk, read as it is sent when it is large. @throws when the chunk is not there. */
  async body(
    handle: string,
    index: number,
    sizeBytes: number,
  ): Promise<Uint8Array<ArrayBuffer> | ReadableStream> {
    const path = this.#path(handle, index)
    if (sizeBytes < STREAM_FROM_BYTES) return new Uint8Array(await readFile(path))
    await stat(path)
    return fileBody(path)
  }

  async remove(handle: string): Promise<void> {
    await rm(join(this.#folder, handle), { recursive: true, force: true, maxRetries: 5 })
  }

  /** Removes the snapshots of all shapes but these. */
  async keepOnly(handles: ReadonlySet<string>): Promise<void> {
    await mkdir(this.#folder, { recursive: true })
    for (const handle of await readdir(this.#folder)) if (!handles.has(handle)) await this.remove(handle)
  }

  /** Whether every chunk is there with its size; a power cut may have left less. */
  async isComplete(handle: string, sizes: number[]): Promise<boolean> {
    for (const [index, size] of sizes.entries()) {
      try {
        const file = await open(this.#path(handle, index))
        const found = await file.stat().finally(() => file.close())
        if (found.size !== size) return false
      } catch {
        return false
      }
    }
    return true
  }

  #path(handle: string, index: number): string {
    return join(this.#folder, handle, `${index}.json`)
  }
}

/**
 * Writes the parts one after the other, each no larger than a page of the pool: for much at a time Linux takes large new
 * pieces of memory, which on a virtual machine may cost ten times the copying.
 */
async function writeAll(file: FileHandle, parts: Uint8Array[]): Promise<void> {
  for (const part of parts) {
    const { bytesWritten } = await file.write(part)
    if (bytesWritten !== part.byteLength)
      throw new Error('the disk took only part of a snapshot: is it full?')
  }
}
