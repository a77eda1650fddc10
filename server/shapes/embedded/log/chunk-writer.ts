import type { Shape } from './shape.ts'
import type { SnapshotFiles } from './snapshot-files.ts'

const PAGE_BYTES = 1 << 17
const SPARE_PAGES = 256

/**
 * Pages to collect chunks in, used again and again: at the speed of a snapshot, fresh buffers would pile up faster
 * than the collector gives them back.
 */
export class PagePool {
  readonly #spare: Buffer[] = []

  take(): Buffer {
    return this.#spare.pop() ?? Buffer.allocUnsafeSlow(PAGE_BYTES)
  }

  giveBack(pages: Buffer[]): void {
    this.#spare.push(...pages.slice(0, SPARE_PAGES - this.#spare.length))
  }
}

/** Strings messages together into chunk files; a chunk can be read as soon as it is written. */
export class ChunkWriter {
  readonly #files: SnapshotFiles
  readonly #pool: PagePool
  readonly #shape: Shape
  readonly #chunkBytes: number
  #pages: Buffer[] = []
  #pageUsed = PAGE_BYTES
  #used = 0
  #index = 0
  #writing: Promise<void> = Promise.resolve()
  #pending = 0

  constructor(files: SnapshotFiles, pool: PagePool, shape: Shape, chunkBytes: number) {
    this.#files = files
    this.#pool = pool
    this.#shape = shape
    this.#chunkBytes = chunkBytes
  }

  /** Adds a message; a promise asks the caller to wait for the disk. A trailer never opens a chunk of its own. */
  add(message: Buffer, trailer = false): Promise<void> | undefined {
    if (this.#used >= this.#wanted && !trailer) this.#flush()
    this.#append(this.#used === 0 ? OPEN : COMMA)
    this.#append(message)
    return this.#pending > 1 ? this.#writing : undefined
  }

  /** The first chunks are smaller: whoever waits has something to do while the next is made. */
  get #wanted(): number {
    return Math.min(this.#chunkBytes, (this.#chunkBytes / 8) * 2 ** this.#index)
  }

  async finish(): Promise<void> {
    if (this.#used > 0) this.#flush()
    await this.#writing
  }

  /** Waits until nothing is written any more, whatever became of it. */
  async settle(): Promise<void> {
    await this.#writing.catch(() => {})
  }

  #append(bytes: Buffer): void {
    for (let at = 0; at < bytes.length; ) {
      if (this.#pageUsed === PAGE_BYTES) {
        this.#pages.push(this.#pool.take())
        this.#pageUsed = 0
      }
      const copied = bytes.copy(this.#pages.at(-1) ?? bytes, this.#pageUsed, at)
      at += copied
      this.#pageUsed += copied
    }
    this.#used += bytes.length
  }

  #flush(): void {
    this.#append(CLOSE)
    const pages = this.#pages
    const sizeBytes = this.#used
    const body = pages.map((page, index) =>
      index === pages.length - 1 ? page.subarray(0, this.#pageUsed) : page,
    )
    const index = this.#index++
    this.#pending++
    this.#writing = this.#writing.then(async () => {
      await this.#files.write(this.#shape.handle, index, body)
      this.#pool.giveBack(pages)
      this.#shape.chunkSizes.push(sizeBytes)
      this.#pending--
      this.#shape.wake()
    })
    // Whoever waits for the writing hears of its failure; nobody may be waiting yet.
    this.#writing.catch(() => {})
    this.#pages = []
    this.#pageUsed = PAGE_BYTES
    this.#used = 0
  }
}

const OPEN = Buffer.from('[')
const COMMA = Buffer.from(',')
const CLOSE = Buffer.from(']')
