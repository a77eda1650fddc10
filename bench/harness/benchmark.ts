import type { Stage } from './stage.ts'

/** One line of the result. The JSON form of `npm run bench -- --json` is made of exactly these. */
export interface Result {
  name: string
  value: number
  unit: string
  p99?: number
  /** How `value` stands to `baseline`, which was measured in the same run. */
  ratio?: number
  baseline?: number
  peakMemoryMb?: number
}

export interface Outcome {
  result: Result
  /** What is to be known about how it was measured, and what else was seen: a line each, for people. */
  notes: string[]
}

export interface Benchmark {
  name: string
  /** What must be reached, in words; null where there is no target. */
  target: string | null
  run(stage: Stage): Promise<Outcome>
}
