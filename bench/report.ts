import type { Benchmark, Outcome, Result } from './harness/benchmark.ts'
import type { Machine } from './harness/machine.ts'

/** The results for people: the machine, a table, and how each number came about. */
export function printTable(machine: Machine, outcomes: { benchmark: Benchmark; outcome: Outcome }[]): void {
  console.log(`${machine.cpu}, ${machine.cores} cores, ${machine.memoryGb} GB, ${machine.os}`)
  console.log(
    `Node ${machine.node}, better-sqlite3 ${machine.betterSqlite3}, SQLite ${machine.sqlite}, Postgres ${machine.postgres}\n`,
  )
  const rows = outcomes.map(({ benchmark, outcome: { result } }) => [
    result.name,
    `${result.value} ${result.unit}`,
    withUnit(result.p99, result),
    withUnit(result.baseline, result),
    result.ratio === undefined ? '' : `${result.ratio}×`,
    result.peakMemoryMb === undefined ? '' : `${result.peakMemoryMb} MB`,
    benchmark.target ?? '',
  ])
  const titles = ['benchmark', 'result', 'p99', 'baseline', 'ratio', 'memory', 'target']
  const widths = titles.map((title, at) => Math.max(title.length, ...rows.map((row) => row[at]?.length ?? 0)))
  for (const row of [titles, ...rows])
    console.log(
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
  for (const { outcome } of outcomes) {
    console.log(`\n${outcome.result.name}`)
    for (const note of outcome.notes) console.log(`  ${note}`)
  }
}

function withUnit(value: number | undefined, result: Result): string {
  return value === undefined ? '' : `${value} ${result.unit}`
}
