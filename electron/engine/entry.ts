import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import { RPCHandler } from '@orpc/server/message-port'
import type { MessageEvent, MessagePortMain } from 'electron'
import { type Engine, openEngine } from '../../src/engine/engine.ts'
import type { HostApi } from '../../src/shared/contract/host.ts'
import { type EngineReport, engineMessage } from '../../src/shared/shell/engine-messages.ts'
import { rpcPort } from '../../src/shared/shell/rpc-port.ts'

/* The engine in a utility process of Electron: the main process tells it to open, hands it pages, and ends it. */
const opening = Promise.withResolvers<Engine>()

process.parentPort.on('message', (event) => {
  receive(event).catch(fail)
})
opening.promise.catch(fail)

async function receive(event: MessageEvent): Promise<void> {
  const message = engineMessage.parse(event.data)
  if (message.kind === 'open') {
    const [hostPort, controlPort] = event.ports
    if (!hostPort || !controlPort) throw new Error('The engine was opened without its two ports.')
    openWith(hostPort, controlPort, message.home, message.gatewayUrl).then(opening.resolve, opening.reject)
    return
  }
  const engine = await opening.promise
  if (message.kind === 'close') {
    await engine.close()
    process.exit(0)
  }
  const [page] = event.ports
  if (!page) throw new Error('A page was announced without its port.')
  engine.connect(page)
  page.start()
}

async function openWith(
  hostPort: MessagePortMain,
  controlPort: MessagePortMain,
  home: string,
  gatewayUrl: string | undefined,
): Promise<Engine> {
  const host: ContractRouterClient<HostApi> = createORPCClient(new RPCLink({ port: rpcPort(hostPort) }))
  hostPort.start()
  const engine = await openEngine({
    home,
    ...(gatewayUrl ? { gatewayUrl } : {}),
    host,
    log: (line) => console.log(line),
  })
  new RPCHandler(engine.control).upgrade(rpcPort(controlPort))
  controlPort.start()
  const report: EngineReport = { kind: 'ready' }
  process.parentPort.postMessage(report)
  return engine
}

function fail(error: unknown): void {
  console.error(error)
  process.exit(1)
}
