import { join } from 'node:path'
import Database from 'better-sqlite3'
import { z } from 'zod'
import { Account } from '../../../src/engine/account.ts'
import { Notices } from '../../../src/engine/changes/notices.ts'
import { readAttention } from '../../../src/engine/queries/attention.ts'
import { systemClock } from '../../../src/engine/system-clock.ts'
import { doDeed } from '../simulator/deeds.ts'
import type { CarriedFile } from '../simulator/ledger.ts'
import { type PersonId, roleOf } from '../simulator/school.ts'
import { type Deed, deeds } from '../simulator/story.ts'
import type { BookEntry } from './device.ts'
import { type Asked, serveParent } from './serve-parent.ts'
import { watchHeals } from './watch-heals.ts'

/** A device's engine in a process of its own, as the shells start one; the parent plays the person. */
const { name, person, home, gatewayUrl, aheadMs } = z
  .object({
    name: z.string(),
    person: z.custom<PersonId>((value) => typeof value === 'string'),
    home: z.string(),
    gatewayUrl: z.string(),
    /** How far this device's clock is ahead. */
    aheadMs: z.number(),
  })
  .parse(JSON.parse(process.argv[2] ?? '{}'))

const clock = { ...systemClock, nowMs: () => Date.now() + aheadMs }
const say = serveParent(answer)
const account = new Account({
  home,
  person: { userId: person, name: person, email: `${person}@school.test`, role: roleOf(person) },
  gatewayUrl,
  tokens: { accessToken: async () => person },
  notices: new Notices(),
  clock,
  fetch: watchHeals(fetch, clock.nowMs, (heal) => say({ kind: 'healed', ...heal })),
  onDamage: () => say({ kind: 'damaged' }),
})
const file = join(home, 'people', person, 'brainix.sqlite')
const reader = new Database(file, { readonly: true })
const rows = (sql: string, ...values: unknown[]) =>
  reader.prepare<unknown[], Record<string, unknown>>(sql).all(...values)
const device = {
  name,
  person,
  account,
  rows,
  get clientId() {
    return String(rows(`SELECT value FROM device_state WHERE key = 'clientId'`)[0]?.value)
  },
}
account.sync.start()
say({ kind: 'ready' })

const wanted = z.discriminatedUnion('what', [
  z.object({
    what: z.literal('deed'),
    id: z.number(),
    step: z.number(),
    seed: z.string(),
    deed: z.enum(deeds),
    files: z.array(z.custom<CarriedFile>((value) => typeof value === 'object')),
  }),
  z.object({ what: z.literal('keep'), id: z.number() }),
  z.object({ what: z.literal('kick'), id: z.number() }),
  z.object({ what: z.literal('look'), id: z.number() }),
])

function answer(asked: Asked): unknown {
  const request = wanted.parse(asked)
  switch (request.what) {
    case 'deed':
      return doIt(request.step, request.seed, request.deed, request.files)
    case 'keep':
      for (const { course } of rows('SELECT course_id AS course FROM enrollments WHERE user_id = ?', person))
        account.keep(String(course))
      return null
    case 'kick':
      account.sync.kick()
      return null
    case 'look': {
      const { refused, conflicts } = readAttention(account.context)
      const undecided = [
        ...refused.flatMap(({ rejectionIds }) => rejectionIds),
        ...conflicts.map(({ id }) => id),
      ]
      const { waiting, state, online } = account.status()
      return { waiting, state, online, undecided }
    }
  }
}

/**
 * Does it, and tells the parent in one message what the app took: what it did not hear of, nobody was promised. What is to be
 * removed it hears of before: that may be done when the process ends here.
 */
function doIt(step: number, seed: string, deed: Deed, files: CarriedFile[]) {
  const entries: BookEntry[] = []
  const book = {
    take: (...args: [Extract<BookEntry, { kind: 'take' }>['taken'], unknown]) =>
      entries.push({ kind: 'take', taken: args[0], payload: args[1] }),
    remove: (marks: readonly string[]) => entries.push({ kind: 'remove', marks }),
    about: (marks: readonly string[]) => void (marks.length > 0 && say({ kind: 'about', marks })),
    doubt: () => {},
    carry: (_person: PersonId, carried: CarriedFile) => entries.push({ kind: 'carry', file: carried }),
    carriedBy: () => files,
    arrive: (client: string, numbers: readonly number[]) => entries.push({ kind: 'arrive', client, numbers }),
  }
  const said = doDeed(device, { id: step, seed, deed }, book, clock.nowMs())
  return { said, entries }
}
