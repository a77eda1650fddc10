import { z } from 'zod'
import { Account } from '../../src/engine/account.ts'
import { Notices } from '../../src/engine/changes/notices.ts'
import { systemClock } from '../../src/engine/system-clock.ts'
import { serveParent } from '../sync/soak/serve-parent.ts'

/* The engine of one person in a process of its own, as the shells start one. It syncs, and keeps what it is asked to. */
const { home, userId, gatewayUrl, token, keep } = z
  .object({
    home: z.string(),
    userId: z.string(),
    gatewayUrl: z.string(),
    token: z.string(),
    /** A course to keep. */
    keep: z.string().nullable(),
  })
  .parse(JSON.parse(process.argv[2] ?? '{}'))

const say = serveParent(() => null)
const account = new Account({
  home,
  person: { userId, name: userId, email: `${userId}@example.org`, role: 'STUDENT' },
  gatewayUrl,
  tokens: { accessToken: async () => token },
  notices: new Notices(),
  clock: systemClock,
  fetch,
})
account.sync.start()
if (keep !== null) account.keep(keep)
say({ kind: 'ready' })
