import type { Heal } from './watch-heals.ts'

export interface SoakOutcome {
  seed: number
  seconds: number
  /** What was done and what happened, by name. */
  counts: Map<string, number>
  /** Changes a shape service left out, where that is known. */
  skipped: number
  heals: Heal[]
  /** From the end of all troubles until every device was whole; null where that was not reached. Seconds. */
  wholeAfterSeconds: number | null
  /** Devices that were only whole once their next comparison was due. */
  lateDevices: string[]
  wrong: string[]
  interrupted: boolean
}

/** The outcome as lines to print: a table, and what is wrong. */
export function describeSoak(outcome: SoakOutcome): string[] {
  const { seed, seconds, counts, skipped, heals, wholeAfterSeconds, lateDevices, wrong, interrupted } =
    outcome
  const table: [string, string][] = [
    ['seed', String(seed)],
    ['time under trouble', `${Math.round(seconds)} s`],
    ...[...counts].map(([name, count]): [string, string] => [name, String(count)]),
    ['changes left out by the shape service', skipped === 0 ? 'none that is known' : String(skipped)],
    ['skips healed (refetch after a digest disagreed)', String(heals.length)],
  ]
  if (heals.length > 0) table.push(['  each took', spread(heals.map(({ tookMs }) => tookMs))])
  if (lateDevices.length > 0) table.push(['whole at their next comparison', lateDevices.join(', ')])
  table.push([
    'every device whole',
    wholeAfterSeconds === null ? 'no' : `${wholeAfterSeconds.toFixed(1)} s after the troubles`,
  ])
  const width = Math.max(...table.map(([name]) => name.length))
  const lines = ['', ...table.map(([name, value]) => `${name.padEnd(width)}  ${value}`), '']
  if (interrupted) return [...lines, 'Interrupted: nothing was compared.']
  if (wrong.length === 0)
    return [...lines, 'The devices came out whole, and everything that was done is accounted for.']
  return [
    ...lines,
    `✗ ${wrong.length} differences are left:`,
    ...wrong.slice(0, 40).map((line) => `  ${line}`),
    ...(wrong.length > 40 ? [`  … and ${wrong.length - 40} more`] : []),
    `Try it again with --seed ${seed}.`,
  ]
}

/** Smallest, middle, 99th of a hundred and largest of some times. */
export function spread(timesMs: readonly number[]): string {
  const sorted = timesMs.toSorted((left, right) => left - right)
  const at = (share: number) =>
    Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0)
  return `min ${at(0)} ms, p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, max ${at(1)} ms`
}
