import type { AppError } from '../../shared/errors/app-error.ts'

export interface NextTryOptions {
  /** Calls back after a pause that grows with the failures in a row. @returns what cancels it. */
  afterPause: (failures: number, error: AppError, callback: () => void) => () => void
  tryAgain: () => void
}

/** When a download that was cut off goes on: soon as long as each try brings something new, and less often where none does. */
export class NextTry {
  readonly #options: NextTryOptions
  /** How far the files that are not here whole ever came, in bytes. */
  readonly #furthest = new Map<string, number>()
  #failures = 0
  #cancel: () => void = () => {}

  constructor(options: NextTryOptions) {
    this.#options = options
  }

  /** So many bytes of a file are here. Where something in between gives the beginning again each time, that is nothing new. */
  came(sha256: string, bytes: number): void {
    if (bytes <= (this.#furthest.get(sha256) ?? 0)) return
    this.#furthest.set(sha256, bytes)
    this.#failures = 0
  }

  /** A file is here whole. */
  done(sha256: string): void {
    this.#furthest.delete(sha256)
  }

  /** The line broke, or the centre is away. */
  plan(error: AppError): void {
    this.#failures += 1
    this.#cancel = this.#options.afterPause(this.#failures, error, this.#options.tryAgain)
  }

  cancel(): void {
    this.#cancel()
  }
}
