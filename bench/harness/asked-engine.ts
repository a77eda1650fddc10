import { join } from 'node:path'
import { MessageChannel } from 'node:worker_threads'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import { type Engine, openEngine } from '../../src/engine/engine.ts'
import { writeDeviceConfig } from '../../src/engine/identity/device-config.ts'
import type { api } from '../../src/shared/contract/api.ts'
import type { DeviceInput } from './device.ts'

export interface AskedEngine {
  engine: Engine
  client: ContractRouterClient<typeof api>
  close(): Promise<void>
}

/** The whole engine with somebody signed in and no network, asked over a message channel as a window asks it. */
export function openAskedEngine(device: DeviceInput): AskedEngine {
  const { userId } = device
  writeDeviceConfig(join(device.home, 'device.json'), {
    gatewayUrl: device.gatewayUrl,
    currentUserId: userId,
    people: { [userId]: { userId, name: 'Learner', email: 'learner@example.org', role: 'STUDENT' } },
    unsent: {},
  })
  const engine = openEngine({
    home: device.home,
    host: {
      secrets: {
        get: async () => null,
        set: async () => {},
        delete: async () => {},
        protection: async () => 'none',
      },
      openExternal: async () => false,
      openFile: async () => false,
    },
    fetch: () => Promise.reject(new TypeError('fetch failed: no network')),
  })
  const { port1, port2 } = new MessageChannel()
  engine.connect(port2)
  return {
    engine,
    client: createORPCClient(new RPCLink({ port: port1 })),
    close: async () => {
      port1.close()
      await engine.close()
    },
  }
}
