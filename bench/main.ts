import { parseArgs } from 'node:util'
import { benchmarks } from './benchmarks.ts'
import type { Benchmark, Outcome } from './harness/benchmark.ts'
import { abandonChildren } from './harness/child.ts'
import { describeMachine } from './harness/machine.ts'
import { openStage } from './harness/stage.ts'
import { printTable } from './report.ts'

const usage = `npm run bench [-- --json] [--only NAME] [--minutes N] [--real-time]

Measures BrainiX on this machine: a real Postgres, a gateway in a process of its own, HTTP over loopback, the real engine.
  --json       print one JSON object and nothing else (npm's own lines aside: npm run --silent bench -- --json)
  --only NAME  run one of: ${benchmarks.map(({ name }) => name).join(', ')}
  --minutes N  how many minutes of use memory-hour plays through (60)
  --real-time  memory-hour pauses between clicks as a person does: 60 minutes take an hour`

const { json, chosen, ...use } = readArguments()
const stage = await openStage((line) => console.error(`· ${line}`), use)
process.once('SIGINT', () => void breakOff())
process.once('SIGTERM', () => void breakOff())
const outcomes: { benchmark: Benchmark; outcome: Outcome }[] = []
let postgres = ''
try {
  for (const benchmark of chosen) {
    console.error(benchmark.name)
    outcomes.push({ benchmark, outcome: await benchmark.run(stage) })
  }
  postgres = (await stage.centre()).postgres
} finally {
  await stage.close()
}
const machine = { ...describeMachine(), postgres }
if (json) console.log(JSON.stringify({ machine, results: outcomes.map(({ outcome }) => outcome.result) }))
else printTable(machine, outcomes)

function readArguments(): { json: boolean; chosen: Benchmark[]; minutes: number; realTime: boolean } {
  try {
    const { values } = parseArgs({
      options: {
        json: { type: 'boolean', default: false },
        only: { type: 'string' },
        minutes: { type: 'string', default: '60' },
        'real-time': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    if (values.help) {
      console.log(usage)
      process.exit(0)
    }
    const { json, only, 'real-time': realTime } = values
    const minutes = Number(values.minutes)
    if (!(minutes > 0)) throw new Error(`--minutes must be a number above 0, not “${values.minutes}”.`)
    if (only === undefined) return { json, chosen: benchmarks, minutes, realTime }
    const chosen = benchmarks.filter(({ name }) => name === only)
    if (chosen.length === 0) throw new Error(`There is no benchmark named “${only}”.`)
    return { json, chosen, minutes, realTime }
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`)
    process.exit(2)
  }
}

async function breakOff(): Promise<void> {
  await abandonChildren()
  await stage.close()
  process.exit(130)
}
