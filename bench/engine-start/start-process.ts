import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { MessageChannel } from 'node:worker_threads'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import { z } from 'zod'
import { openEngine } from '../../src/engine/engine.ts'
import { writeDeviceConfig } from '../../src/engine/identity/device-config.ts'
import type { api } from '../../src/shared/contract/api.ts'
import { answer, dismissed, receiveInput } from '../harness/child-side.ts'
import { deviceInput } from '../harness/device.ts'

const { device } = await receiveInput(z.object({ device: deviceInput }))
writeDeviceConfig(join(device.home, 'device.json'), {
  gatewayUrl: device.gatewayUrl,
  currentUserId: device.userId,
  people: {
    [device.userId]: {
      userId: device.userId,
      name: 'Learner',
      email: 'learner@example.org',
      role: 'STUDENT',
    },
  },
  unsent: {},
})

const startedMs = performance.now()
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
const client: ContractRouterClient<typeof api> = createORPCClient(new RPCLink({ port: port1 }))
const dashboard = await client.library.dashboard()
const milliseconds = performance.now() - startedMs
if (dashboard.enrollments[0]?.totalLessons !== 100_000)
  throw new Error('the dashboard does not show the course')
answer({ milliseconds })
port1.close()
await engine.close()
await dismissed()
