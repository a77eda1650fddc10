import { engineStart } from './engine-start.ts'
import type { Benchmark } from './harness/benchmark.ts'
import { initialSync } from './initial-sync.ts'
import { liveChange } from './live-change.ts'
import { localWrite } from './local-write.ts'
import { outboxDrain } from './outbox-drain.ts'

/** All benchmarks, in the order in which they run. A new one is added here. */
export const benchmarks: Benchmark[] = [initialSync, liveChange, localWrite, outboxDrain, engineStart]
