import type { Benchmark } from './harness/benchmark.ts'
import { initialSync } from './initial-sync.ts'

/** All benchmarks, in the order in which they run. */
export const benchmarks: Benchmark[] = [initialSync]
