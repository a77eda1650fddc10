import { parseArgs } from 'node:util'
import { describeSoak } from './report.ts'
import { soak } from './soak.ts'

/**
 * `npm run soak -- --minutes 10 --devices 6 [--seed N] [--burst 2000] [--skip 0.05]
 *   [--electric-url URL --database-url URL [--electric-secret S]]`
 * Exit status 1 when the devices did not come out whole, 130 when it was interrupted.
 */
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    devices: { type: 'string', default: '6' },
    seed: { type: 'string' },
    burst: { type: 'string', default: '2000' },
    skip: { type: 'string', default: '0' },
    'electric-url': { type: 'string' },
    'electric-secret': { type: 'string' },
    'database-url': { type: 'string' },
  },
})

const { 'electric-url': electricUrl, 'database-url': databaseUrl } = values
if ((electricUrl === undefined) !== (databaseUrl === undefined)) {
  console.error('--electric-url and --database-url belong together: the Postgres that this Electric follows.')
  process.exit(2)
}

const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort())

const outcome = await soak({
  minutes: Number(values.minutes),
  devices: Number(values.devices),
  seed: Number(values.seed ?? Date.now() % 1_000_000),
  burst: Number(values.burst),
  skip: Number(values.skip),
  electric:
    electricUrl && databaseUrl ? { url: electricUrl, secret: values['electric-secret'], databaseUrl } : null,
  say: (line) => console.log(line),
  signal: stop.signal,
})
for (const line of describeSoak(outcome)) console.log(line)
// said outright: a hook of the embedded Postgres would end the process with 0
process.exit(outcome.interrupted ? 130 : outcome.wrong.length > 0 ? 1 : 0)
