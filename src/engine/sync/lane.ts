/**
 * A lane is one kind of work that repeats: the person's own rows, or shared content. Its whole behaviour is this pure
 * function; `lane-runner.ts` gives it a timer and does the work.
 *
 *              start                wake / timer
 *   stopped ─────────▶ running ◀────────────────── idle
 *      ▲  stop           │ │ │                       ▲
 *      └─(from all)      │ │ └─ succeeded ───────────┘   (running again at once if woken meanwhile)
 *                        │ └─── failed, retryable ──▶ backoff ── timer / kick ──▶ running
 *                        └───── failed, for good ───▶ blocked ── kick ──────────▶ running
 */
export type LaneState =
  | { phase: 'stopped' }
  | { phase: 'running'; again: boolean; failures: number }
  | { phase: 'idle'; atMs: number }
  | { phase: 'backoff'; atMs: number; failures: number }
  | { phase: 'blocked' }

export type LaneEvent =
  | { kind: 'start' }
  | { kind: 'stop' }
  /** Something to do: a local write, a ring of the doorbell. */
  | { kind: 'wake' }
  /** A person or the network says "try now". */
  | { kind: 'kick' }
  | { kind: 'timer' }
  | { kind: 'succeeded' }
  | { kind: 'failed'; retryable: boolean; retryAfterMs: number | null }

export type LaneCommand = { kind: 'run' } | { kind: 'schedule'; atMs: number } | { kind: 'unschedule' }

export interface LaneSettings {
  /** Longest pause after a success. */
  intervalMs: number
  /** Longest pause after failures. */
  maxBackoffMs: number
}

/** What the pure function may know of the world at this moment. `random` in [0, 1). */
export interface LaneMoment {
  nowMs: number
  random: number
}

type Step = readonly [LaneState, LaneCommand[]]
type Table = {
  [P in LaneState['phase']]: {
    [K in LaneEvent['kind']]: (
      state: Extract<LaneState, { phase: P }>,
      event: Extract<LaneEvent, { kind: K }>,
      settings: LaneSettings,
      moment: LaneMoment,
    ) => Step
  }
}

export const initialLane: LaneState = { phase: 'stopped' }

export function stepLane(
  state: LaneState,
  event: LaneEvent,
  settings: LaneSettings,
  moment: LaneMoment,
): Step {
  const row = table[state.phase] as Record<
    LaneEvent['kind'],
    (state: LaneState, event: LaneEvent, settings: LaneSettings, moment: LaneMoment) => Step
  >
  return row[event.kind](state, event, settings, moment)
}

/**
 * Exponential from one second, at most `maxBackoffMs`, with jitter over its upper half. Never before `retry-after`, and
 * spread over half of it as well: all who were told the same would otherwise come back together.
 */
export function backoffMs(
  failures: number,
  maxBackoffMs: number,
  random: number,
  retryAfterMs: number | null,
): number {
  const full = Math.min(maxBackoffMs, 1000 * 2 ** Math.min(failures - 1, 20))
  return Math.round(Math.max((retryAfterMs ?? 0) * (1 + random / 2), full * (0.5 + random / 2)))
}

/** The pause after a success: at most the interval, and drawn from its last quarter, so that devices drift apart. */
function restMs({ intervalMs }: LaneSettings, random: number): number {
  return Math.round(intervalMs * (0.75 + random / 4))
}

const stay = (state: LaneState): Step => [state, []]
const run = (failures: number): Step => [
  { phase: 'running', again: false, failures },
  [{ kind: 'unschedule' }, { kind: 'run' }],
]
const stop = (): Step => [{ phase: 'stopped' }, [{ kind: 'unschedule' }]]
const wait = (state: Extract<LaneState, { phase: 'idle' | 'backoff' }>): Step => [
  state,
  [{ kind: 'schedule', atMs: state.atMs }],
]

const table: Table = {
  stopped: {
    start: () => run(0),
    stop: stay,
    wake: stay,
    kick: stay,
    timer: stay,
    succeeded: stay,
    failed: stay,
  },
  running: {
    start: stay,
    stop,
    wake: (state) => stay({ ...state, again: true }),
    kick: (state) => stay({ ...state, again: true }),
    timer: stay,
    succeeded: (state, _event, settings, moment) =>
      state.again ? run(0) : wait({ phase: 'idle', atMs: moment.nowMs + restMs(settings, moment.random) }),
    failed: (state, event, settings, moment) => {
      if (!event.retryable) return [{ phase: 'blocked' }, [{ kind: 'unschedule' }]]
      const failures = state.failures + 1
      const pause = backoffMs(failures, settings.maxBackoffMs, moment.random, event.retryAfterMs)
      return wait({ phase: 'backoff', atMs: moment.nowMs + pause, failures })
    },
  },
  idle: {
    start: stay,
    stop,
    wake: () => run(0),
    kick: () => run(0),
    timer: () => run(0),
    succeeded: stay,
    failed: stay,
  },
  backoff: {
    start: stay,
    stop,
    wake: stay,
    kick: (state) => run(state.failures),
    timer: (state) => run(state.failures),
    succeeded: stay,
    failed: stay,
  },
  blocked: {
    start: stay,
    stop,
    wake: stay,
    kick: () => run(0),
    timer: stay,
    succeeded: stay,
    failed: stay,
  },
}
