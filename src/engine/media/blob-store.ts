import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, existsSync, mkdirSync, statSync } from 'node:fs'
import { open, rename, rm, stat, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { blobPath } from '../../shared/domain/media-url.ts'
import { AppError } from '../../shared/errors/app-error.ts'

/** Files named by their SHA-256. What has its final name is whole; what is not whole has another name. */
export class BlobStore {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
    mkdirSync(folder, { recursive: true })
  }

  path(sha256: string): string {
    return join(this.#folder, blobPath(sha256))
  }

  has(sha256: string): boolean {
    return existsSync(this.path(sha256))
  }

  /** Bytes of a whole file; null where it is not here. */
  async sizeOf(sha256: string): Promise<number | null> {
    return stat(this.path(sha256)).then(
      ({ size }) => size,
      () => null,
    )
  }

  /** Bytes of a file that are here already, of a download that was interrupted. */
  partialBytes(sha256: string): number {
    return statSync(`${this.path(sha256)}.part`, { throwIfNoEntry: false })?.size ?? 0
  }

  /** Free bytes where the files lie, or null where that cannot be told. */
  async freeBytes(): Promise<number | null> {
    try {
      const stats = await statfs(this.#folder)
      return stats.bavail * stats.bsize
    } catch {
      return null
    }
  }

  /**
   * Adds bytes to a file's part, from its present end or from the start.
   * @throws AppError `no-space` when the disk is full; the part stays for a later try.
   */
  async append(
    sha256: string,
    body: ReadableStream<Uint8Array>,
    fromStart: boolean,
    onBytes: (bytes: number) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const part = `${this.path(sha256)}.part`
    mkdirSync(dirname(part), { recursive: true })
    const source = Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0])
    source.on('data', (chunk: Uint8Array) => onBytes(chunk.length))
    try {
      await pipeline(source, createWriteStream(part, { flags: fromStart ? 'w' : 'a' }), { signal })
    } catch (cause) {
      if (cause instanceof Error && 'code' in cause && cause.code === 'ENOSPC')
        throw new AppError('no-space', 'The disk is full. Free some space and try again.', { cause })
      throw new AppError('offline', 'The download was interrupted. It goes on where it stopped.', { cause })
    }
  }

  /** Gives a part its final name if its checksum is right. A wrong one is thrown away (AppError `damaged`). @returns its size in bytes. */
  async finish(sha256: string): Promise<number> {
    const part = `${this.path(sha256)}.part`
    const sum = createHash('sha256')
    await pipeline(createReadStream(part), sum)
    if (sum.digest('hex') !== sha256) {
      await rm(part, { force: true })
      throw new AppError('damaged', 'A file arrived damaged and will be fetched again.')
    }
    const file = await open(part, 'r+')
    try {
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(part, this.path(sha256))
    return statSync(this.path(sha256)).size
  }

  async remove(sha256: string): Promise<void> {
    await rm(this.path(sha256), { force: true })
    await rm(`${this.path(sha256)}.part`, { force: true })
  }
}
