import { cataloguePage } from './catalogue-page.ts'
import { catalogueScroll } from './catalogue-scroll.ts'
import { dashboard } from './dashboard.ts'
import { engineStart } from './engine-start.ts'
import type { Benchmark } from './harness/benchmark.ts'
import { initialSync, initialSyncVerified } from './initial-sync.ts'
import { liveChange } from './live-change.ts'
import { localWrite } from './local-write.ts'
import { memoryHour } from './memory-hour.ts'
import { noteToNote } from './note-to-note.ts'
import { outboxDrain } from './outbox-drain.ts'
import { rebaseCost } from './rebase-cost.ts'
import { reconcile30Days } from './reconcile-30-days.ts'
import { reviewAnswer, reviewQueue } from './review-queue.ts'
import { searchAsYouType } from './search-as-you-type.ts'
import { firstPaint, startJavascript, timeToInteractive } from './window-starts.ts'

/** All benchmarks, in the order in which they run. A new one is added here. */
export const benchmarks: Benchmark[] = [
  initialSync,
  initialSyncVerified,
  liveChange,
  localWrite,
  outboxDrain,
  engineStart,
  reconcile30Days,
  rebaseCost,
  noteToNote,
  cataloguePage,
  searchAsYouType,
  dashboard,
  reviewQueue,
  reviewAnswer,
  firstPaint,
  timeToInteractive,
  startJavascript,
  catalogueScroll,
  memoryHour,
]
