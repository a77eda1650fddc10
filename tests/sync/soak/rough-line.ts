import { createServer, type Server, Socket } from 'node:net'

/** What a line between a device and the centre is like just now. */
export interface LineMood {
  /** No connection is made, and those there are end. */
  down: boolean
  /** How long a piece of data may be held up, at most. Milliseconds. */
  delayMs: number
  /** How likely a connection is cut as a piece of data passes. */
  cut: number
}

export const smooth: LineMood = { down: false, delayMs: 0, cut: 0 }

/**
 * A TCP line between a device and the centre, through which bytes pass as the network likes: late, in pieces, or up to the
 * middle of a request or a reply and no further.
 */
export class RoughLine {
  readonly #server: Server
  readonly #connections = new Set<Socket>()
  readonly #random: () => number
  mood: LineMood = smooth
  port = 0
  cuts = 0

  /** @param to port on loopback. @param random in [0, 1). */
  constructor(to: number, random: () => number) {
    this.#random = random
    this.#server = createServer((near) => {
      if (this.mood.down) {
        near.destroy()
        return
      }
      const far = new Socket()
      this.#join(near, far)
      far.connect(to, '127.0.0.1')
    })
  }

  async open(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(0, '127.0.0.1', resolve)
    })
    const address = this.#server.address()
    if (typeof address !== 'object' || address === null) throw new Error('the line has no address')
    this.port = address.port
  }

  /** Ends every connection there is, wherever it is in what it carries. */
  cutAll(): void {
    this.cuts += this.#connections.size / 2
    for (const socket of this.#connections) socket.destroy()
  }

  async close(): Promise<void> {
    this.cutAll()
    await new Promise<void>((resolve) => this.#server.close(() => resolve()))
  }

  #join(near: Socket, far: Socket): void {
    const end = () => {
      near.destroy()
      far.destroy()
    }
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#connections.add(from)
      let last = Promise.resolve()
      from.on('error', end)
      from.on('close', () => {
        this.#connections.delete(from)
        // what is still held up arrives first, unless the line was cut
        void last.then(() => to.end())
      })
      from.on('data', (bytes: Buffer) => {
        from.pause()
        last = last.then(() => this.#pass(bytes, to, end)).then(() => void from.resume())
      })
    }
  }

  async #pass(bytes: Buffer, to: Socket, end: () => void): Promise<void> {
    const { delayMs, cut } = this.mood
    if (delayMs > 0) await new Promise((late) => setTimeout(late, this.#random() * delayMs))
    if (to.destroyed) return
    if (this.#random() < cut) {
      this.cuts += 1
      to.write(bytes.subarray(0, Math.floor(this.#random() * bytes.length)), end)
      return
    }
    if (!to.write(bytes))
      await new Promise<void>((drained) => to.once('drain', drained).once('close', drained))
  }
}
