import { createORPCClient } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import { useSyncExternalStore } from 'react'
import type { Api } from '../../shared/contract/api.ts'
import { type EngineConnection, EngineLink } from './engine-link.ts'
import { portsFromPreload, portsFromWebSocket } from './engine-port.ts'
import { shell } from './shell.ts'

export type EngineClient = ContractRouterClient<Api>

export const engineLink = new EngineLink()

/** The contract, callable. Only this folder calls it; screens use the hooks, `mutate` and the actions. */
export const engine: EngineClient = createORPCClient(engineLink)

/** Call once at module start: the preload script posts its port as soon as the window has loaded. */
export function connectEngine(): void {
  const ports = shell === 'electron' ? portsFromPreload : portsFromWebSocket
  ports((port) => engineLink.attach(port))
}

/** Whether the engine answers. While it restarts, screens keep what they show and calls wait. */
export function useEngineConnection(): EngineConnection {
  return useSyncExternalStore(
    (onChange) => engineLink.watch(onChange),
    () => engineLink.connection,
  )
}
