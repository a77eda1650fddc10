export interface RepeatedJob {
  /** No further runs; waits for one under way. */
  stop(): Promise<void>
}

/**
 * Runs `work` again and again, `everyMs` after its last end, give or take a fifth, so that gateways started together
 * drift apart. A run that fails is told to `onError`, and the next one comes as always.
 */
export function repeat(
  everyMs: number,
  work: () => Promise<unknown>,
  onError: (error: unknown) => void,
): RepeatedJob {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()

  const schedule = () => {
    if (stopped) return
    timer = setTimeout(
      () => {
        running = work()
          .then(() => {}, onError)
          .then(schedule)
      },
      everyMs * (0.8 + Math.random() * 0.4),
    )
    timer.unref()
  }
  schedule()

  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}
