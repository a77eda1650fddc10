import { implement } from '@orpc/server'
import { hostApi } from '../../src/shared/contract/host.ts'
import { openInBrowser } from './external-address.ts'
import type { SecretStore } from './secret-store.ts'

/** What the engine may ask of the desktop shell. */
export function createHostRouter(secrets: SecretStore) {
  const host = implement(hostApi)
  return host.router({
    secrets: {
      get: host.secrets.get.handler(({ input }) => secrets.get(input.key)),
      set: host.secrets.set.handler(({ input }) => secrets.set(input.key, input.value)),
      delete: host.secrets.delete.handler(({ input }) => secrets.delete(input.key)),
      protection: host.secrets.protection.handler(() => secrets.protection),
    },
    openExternal: host.openExternal.handler(({ input }) => openInBrowser(input.url)),
  })
}
export type HostRouter = ReturnType<typeof createHostRouter>
