import { join } from 'node:path'
import { implement } from '@orpc/server'
import { RPCHandler } from '@orpc/server/message-port'
import { serveEngine } from '../../../browser/serve-engine.ts'
import { api } from '../../../src/shared/contract/api.ts'
import { engineControlApi } from '../../../src/shared/contract/host.ts'
import { rpcPort } from '../../../src/shared/shell/rpc-port.ts'

/*
 * Stands where the engine stands, behind the real channel of the browser shell, so that the shell's own tests need no
 * database. `session.get` answers with a gateway address that names the process and what the host kept for it.
 */
const [home = '', gatewayUrl] = process.argv.slice(2)
await serveEngine(
  async ({ host }) => {
    const pages = implement(api)
    const control = implement(engineControlApi)
    const starts = Number((await host.secrets.get({ key: 'starts' })) ?? '0') + 1
    await host.secrets.set({ key: 'starts', value: String(starts) })
    const session = pages.session.get.handler(() => ({
      phase: 'signed-out' as const,
      person: null,
      gatewayUrl: `http://engine/${process.pid}/start-${starts}`,
      signInExpired: false,
      signInError: null,
      unsentOfOthers: [],
    }))
    const handler = new RPCHandler({ session: { get: session } })
    return {
      connect: (port) => handler.upgrade(rpcPort(port)),
      control: control.router({
        media: {
          locate: control.media.locate.handler(({ input }) =>
            input.sha256.startsWith('0')
              ? null
              : {
                  path: join(home, input.sha256.startsWith('f') ? 'gone' : 'blob'),
                  mimeType: input.sha256.startsWith('1') ? 'image/svg+xml' : 'video/webm',
                  sizeBytes: 1000,
                },
          ),
        },
        close: control.close.handler(() => undefined),
      }),
      close: async () => undefined,
    }
  },
  { home, gatewayUrl },
)
