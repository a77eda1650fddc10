import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { breakRule, breaks } from './breaks.ts'
import { tryBreaks } from './try-breaks.ts'

/**
 * `npm run simulate -- --seeds 2000 [--from N] [--workers 2]`, `--seed N` for one, `--verbose` for its story,
 * `--break RULE` to take one rule out of the product first, `--breaks` to do that with each of them (`--only` with some; `--known`
 * only in the stories that are known to need the rule).
 * Exit status 1 when a story ends badly.
 */
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '200' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    workers: { type: 'string' },
    verbose: { type: 'boolean', default: false },
    break: { type: 'string' },
    breaks: { type: 'boolean', default: false },
    only: { type: 'string' },
    known: { type: 'boolean', default: false },
    'stop-at-first': { type: 'boolean', default: false },
    worker: { type: 'boolean', default: false },
  },
})

if (values.break !== undefined) breakRule(values.break) // before anything of the product is loaded

if (values.breaks) {
  const only = values.only?.split(',')
  const wanted = breaks.filter(({ rule }) => only?.includes(rule) ?? true)
  const noticed = await tryBreaks(wanted, values.known)
  process.exit(noticed ? 0 : 1)
} else if (values.worker) {
  const { serveSeeds } = await import('./worker.ts')
  await serveSeeds()
} else {
  const { simulate } = await import('./simulate.ts')
  const first = Number(values.seed ?? values.from)
  const count = values.seed === undefined ? Number(values.seeds) : 1
  const failed = await simulate({
    seeds: Array.from({ length: count }, (_, at) => first + at),
    workers: Math.min(count, Number(values.workers ?? Math.min(4, availableParallelism()))),
    verbose: values.verbose,
    brokenRule: values.break ?? null,
    stopAtFirst: values['stop-at-first'],
  })
  process.exit(failed ? 1 : 0) // said outright: a hook of the embedded Postgres would end the process with 0
}
