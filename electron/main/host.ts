import { implement } from '@orpc/server'
import { shell } from 'electron'
import { hostApi } from '../../src/shared/contract/host.ts'
import { openInBrowser } from './external-address.ts'
import { openCopy } from './open-copy.ts'
import type { SecretStore } from './secret-store.ts'

/** What the engine may ask of the desktop shell. */
export function createHostRouter(secrets: SecretStore, openedFolder: string) {
  const host = implement(hostApi)
  return host.router({
    secrets: {
      get: host.secrets.get.handler(({ input }) => secrets.get(input.key)),
      set: host.secrets.set.handler(({ input }) => secrets.set(input.key, input.value)),
      delete: host.secrets.delete.handler(({ input }) => secrets.delete(input.key)),
      protection: host.secrets.protection.handler(() => secrets.protection),
    },
    openFile: host.openFile.handler(({ input }) =>
      openCopy(input, openedFolder, (path) => shell.openPath(path)),
    ),
    openExternal: host.openExternal.handler(({ input }) => openInBrowser(input.url)),
  })
}
export type HostRouter = ReturnType<typeof createHostRouter>
