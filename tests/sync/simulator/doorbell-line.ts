/**
 * The line a device holds to its doorbell. It rings when the story says so: the shape log rings a moment after the commit,
 * and a story must not depend on that moment. (`tests/sync/learner-devices` listens to the real one.)
 */
export class DoorbellLine {
  #held: { ring: () => void; lost: () => void } | null = null

  /** Rings once when it is connected, as the real one does. @returns what hangs up. */
  listen(ring: () => void, lost: () => void): () => void {
    const held = { ring, lost }
    this.#held = held
    queueMicrotask(() => {
      if (this.#held === held) ring()
    })
    return () => {
      if (this.#held === held) this.#held = null
    }
  }

  ring(): void {
    this.#held?.ring()
  }

  /** The line is lost. */
  fail(): void {
    const held = this.#held
    this.#held = null
    held?.lost()
  }
}
