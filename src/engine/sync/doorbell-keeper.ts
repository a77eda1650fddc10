import type { Clock } from './lane-runner.ts'

export interface DoorbellKeeperOptions {
  clock: Clock
  /** Begins to listen. @returns a function that ends it; `lost` is called when it ends by itself. */
  listen: (ring: () => void, lost: () => void) => () => void
  onRing: () => void
  /** The pause after a loss is over: time to see whether the centre is there, and to pick the doorbell up again. */
  onRested: () => void
}

const firstRestMs = 5_000
const longestRestMs = 60_000

/**
 * How long a device that lost its doorbell leaves the centre alone. A centre that restarts cuts everybody off in the same
 * instant: so the pause is drawn from its whole span, not from the upper half of it, and nobody asks at once.
 * @param losses in a row, this one included. @param random in [0, 1).
 */
export function restAfterLossMs(losses: number, random: number): number {
  const span = Math.min(longestRestMs, firstRestMs * 2 ** Math.min(losses - 1, 20))
  return Math.round(random * span)
}

/** Keeps at most one line to the doorbell open. */
export class DoorbellKeeper {
  readonly #options: DoorbellKeeperOptions
  #stop: (() => void) | null = null
  #losses = 0
  #restUntilMs = 0

  constructor(options: DoorbellKeeperOptions) {
    this.#options = options
  }

  /** Listens, unless the line was just lost: the centre may pull well while its shapes are down. */
  pickUp(): void {
    const { clock, listen, onRing } = this.#options
    if (this.#stop || clock.nowMs() < this.#restUntilMs) return
    let mine = true
    const stop = listen(
      () => {
        this.#losses = 0
        onRing()
      },
      () => {
        if (mine && this.#stop) this.#rest()
        mine = false
      },
    )
    this.#stop = () => {
      mine = false
      stop()
    }
  }

  hangUp(): void {
    this.#stop?.()
    this.#stop = null
  }

  #rest(): void {
    const { clock, onRested } = this.#options
    this.hangUp()
    this.#losses += 1
    const restMs = restAfterLossMs(this.#losses, clock.random())
    this.#restUntilMs = clock.nowMs() + restMs
    clock.schedule(restMs, onRested)
  }
}
