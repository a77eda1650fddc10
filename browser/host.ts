import { implement } from '@orpc/server'
import { hostApi } from '../src/shared/contract/host.ts'
import type { SecretStore } from './secret-file.ts'

/** What the engine may ask of the browser shell. It opens no addresses: the page itself goes there. */
export function createHostRouter(secrets: SecretStore) {
  const host = implement(hostApi)
  return host.router({
    secrets: {
      get: host.secrets.get.handler(({ input }) => secrets.get(input.key)),
      set: host.secrets.set.handler(({ input }) => secrets.set(input.key, input.value)),
      delete: host.secrets.delete.handler(({ input }) => secrets.delete(input.key)),
      // The key of the file lies beside it.
      protection: host.secrets.protection.handler(() => 'none' as const),
    },
    // The page saves files where the browser keeps them.
    openFile: host.openFile.handler(() => false),
    openExternal: host.openExternal.handler(() => false),
  })
}
export type HostRouter = ReturnType<typeof createHostRouter>
