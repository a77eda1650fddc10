import { AppError } from '../../shared/errors/app-error.ts'
import { asStorageError } from '../db/storage-errors.ts'
import { initialLane, type LaneEvent, type LaneSettings, type LaneState, stepLane } from './lane.ts'

export interface Clock {
  nowMs(): number
  random(): number
  /** @returns a function that cancels it. */
  schedule(delayMs: number, callback: () => void): () => void
}

export interface LaneRunnerOptions {
  settings: LaneSettings
  clock: Clock
  /** One round of the lane's work. Must stop soon after the signal aborts. */
  work: (signal: AbortSignal) => Promise<void>
  /** Called after every change of state. `error` is why the last round failed, null after one that did not. */
  onChange: (state: LaneState, error: AppError | null) => void
}

/** Runs a lane: the timer and the work around the pure machine. */
export class LaneRunner {
  readonly #options: LaneRunnerOptions
  #state: LaneState = initialLane
  #cancelTimer: () => void = () => {}
  #abort = new AbortController()
  #round: Promise<void> = Promise.resolve()
  #error: AppError | null = null

  constructor(options: LaneRunnerOptions) {
    this.#options = options
  }

  get state(): LaneState {
    return this.#state
  }

  get error(): AppError | null {
    return this.#error
  }

  dispatch(event: LaneEvent): void {
    const { settings, clock, onChange } = this.#options
    const moment = { nowMs: clock.nowMs(), random: clock.random() }
    const [state, commands] = stepLane(this.#state, event, settings, moment)
    this.#state = state
    if (event.kind === 'stop') this.#abort.abort()
    for (const command of commands) {
      if (command.kind === 'run') this.#run()
      else {
        this.#cancelTimer()
        this.#cancelTimer =
          command.kind === 'schedule'
            ? clock.schedule(Math.max(0, command.atMs - moment.nowMs), () => this.dispatch({ kind: 'timer' }))
            : () => {}
      }
    }
    onChange(state, this.#error)
  }

  /** Stops, and waits for the round under way to end. */
  async stop(): Promise<void> {
    this.dispatch({ kind: 'stop' })
    await this.#round
  }

  #run(): void {
    const abort = new AbortController()
    this.#abort = abort
    this.#round = this.#options.work(abort.signal).then(
      () => {
        if (abort.signal.aborted) return
        this.#error = null
        this.dispatch({ kind: 'succeeded' })
      },
      (thrown: unknown) => {
        if (abort.signal.aborted) return
        const error = AppError.from(asStorageError(thrown))
        this.#error = error
        this.dispatch({
          kind: 'failed',
          retryable: staysRetryable(error),
          retryAfterMs: retryAfterMsOf(error),
        })
      },
    )
  }
}

/** Only the person can help when the sign-in ended or the app is too old; everything else is tried again. */
function staysRetryable(error: AppError): boolean {
  return error.code !== 'token-expired' && error.code !== 'not-signed-in' && error.code !== 'contract-too-old'
}

/** How long the centre asked to be left alone; null where it did not say. */
export function retryAfterMsOf(error: AppError): number | null {
  const after = error.details?.retryAfterMs
  return typeof after === 'number' ? after : null
}
