import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { blobPath, isSha256 } from '../../src/shared/domain/media-url.ts'
import { AppError } from '../../src/shared/errors/app-error.ts'

export interface StoredFile {
  sha256: string
  sizeBytes: number
}

/** The centre's files: each kept once, under the SHA-256 of its bytes, in a folder. */
export interface FileStore {
  /**
   * Keeps the bytes and tells their name. Either all of them are there, durably and under their own hash, or none.
   * @throws AppError `no-space` when the disk is full.
   */
  putFile(bytes: AsyncIterable<Uint8Array> | Uint8Array): Promise<StoredFile>
  /** Bytes in the file of this name, or null where there is none. */
  sizeOf(sha256: string): Promise<number | null>
  /** The bytes from `start` to `end`, both inclusive. */
  read(sha256: string, start: number, end: number): ReadableStream<Uint8Array>
}

/** Where files grow before their hash is known. */
const INCOMING = 'incoming'

/** Opens (or makes) the store in `folder`. What an interrupted earlier process left half-written is removed. */
export async function openFileStore(folder: string): Promise<FileStore> {
  const incoming = join(folder, INCOMING)
  await mkdir(incoming, { recursive: true })
  for (const name of await readdir(incoming)) {
    const path = join(incoming, name)
    if (await isStale(path)) await rm(path, { force: true })
  }

  return {
    async putFile(bytes) {
      const growing = join(incoming, randomUUID())
      try {
        const stored = await write(growing, bytes instanceof Uint8Array ? [bytes] : bytes)
        const path = join(folder, blobPath(stored.sha256))
        await mkdir(dirname(path), { recursive: true })
        await rename(growing, path)
        await syncFolder(dirname(path))
        return stored
      } catch (cause) {
        await rm(growing, { force: true })
        if (cause instanceof Error && 'code' in cause && (cause.code === 'ENOSPC' || cause.code === 'EDQUOT'))
          throw new AppError('no-space', 'The disk of the centre is full. The file was not kept.', { cause })
        throw cause
      }
    },

    async sizeOf(sha256) {
      if (!isSha256(sha256)) return null
      try {
        return (await stat(join(folder, blobPath(sha256)))).size
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
        throw error
      }
    },

    read(sha256, start, end) {
      const path = join(folder, blobPath(sha256))
      return streamOf(createReadStream(path, { start, end, highWaterMark: 256 * 1024 }))
    },
  }
}

/** The bytes as they are read, no faster than they are taken; the file is closed when the taker leaves. */
function streamOf(file: Readable): ReadableStream<Uint8Array> {
  const chunks: AsyncIterator<Uint8Array> = file[Symbol.asyncIterator]()
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await chunks.next()
        if (done) controller.close()
        else controller.enqueue(value)
      },
      cancel() {
        file.destroy()
      },
    },
    { highWaterMark: 0 },
  )
}

async function write(
  path: string,
  bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<StoredFile> {
  const hash = createHash('sha256')
  let sizeBytes = 0
  const file = await open(path, 'wx', 0o600)
  try {
    for await (const chunk of bytes) {
      hash.update(chunk)
      sizeBytes += chunk.byteLength
      await writeAll(file, chunk)
    }
    await file.sync() // the bytes before the name: a power cut leaves no file that lies about its hash
  } finally {
    await file.close()
  }
  return { sha256: hash.digest('hex'), sizeBytes }
}

async function writeAll(file: FileHandle, chunk: Uint8Array): Promise<void> {
  let written = 0
  while (written < chunk.byteLength)
    written += (await file.write(chunk, written, chunk.byteLength - written)).bytesWritten
}

/** Makes the new name itself durable. Windows has no such call, and needs none. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/** An importer and the gateway may share a store: only what nobody has written to for an hour is a leftover. */
async function isStale(path: string): Promise<boolean> {
  try {
    return Date.now() - (await stat(path)).mtimeMs > 60 * 60 * 1000
  } catch {
    return false
  }
}
