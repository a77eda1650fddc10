import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import { RPCHandler } from '@orpc/server/message-port'
import type { Engine, EngineOptions } from '../src/engine/engine.ts'
import type { HostApi } from '../src/shared/contract/host.ts'
import { rpcPort } from '../src/shared/shell/rpc-port.ts'
import { createMultiplexer, type Port } from './multiplexer.ts'

/** The part of the engine a shell needs. */
export type ServedEngine = Pick<Engine, 'connect' | 'control' | 'close'>

/**
 * The engine's side of the channel to the browser shell. The shell opens `host` and `control` once, then one
 * `page` per connected tab. Ends when the shell asks, and also when the shell itself is gone.
 */
export async function serveEngine(
  openEngine: (options: EngineOptions) => ServedEngine | Promise<ServedEngine>,
  options: { home: string; gatewayUrl: string | undefined },
): Promise<void> {
  const first = { host: Promise.withResolvers<Port>(), control: Promise.withResolvers<Port>() }
  const opening = Promise.withResolvers<ServedEngine>()

  // The shell may go between the check and the sending; its going is dealt with below.
  const tell = (message: unknown) => {
    if (process.connected) process.send?.(message, undefined, undefined, () => undefined)
  }
  const channel = createMultiplexer(tell, (name, port) => {
    if (name === 'host') first.host.resolve(port)
    else if (name === 'control') first.control.resolve(port)
    else void opening.promise.then((engine) => engine.connect(port))
  })
  process.on('message', (message) => channel.receive(message))
  // Ctrl-C in a terminal reaches the whole group; the shell decides when the engine ends.
  process.on('SIGINT', () => undefined)

  const host: ContractRouterClient<HostApi> = createORPCClient(
    new RPCLink({ port: rpcPort(await first.host.promise) }),
  )
  const engine = await openEngine({
    home: options.home,
    ...(options.gatewayUrl ? { gatewayUrl: options.gatewayUrl } : {}),
    host,
    log: (line) => console.log(line),
  })
  opening.resolve(engine)
  new RPCHandler(engine.control).upgrade(rpcPort(await first.control.promise))

  let ending = false
  const end = () => {
    if (ending) return
    ending = true
    engine.close().then(
      () => process.exit(0),
      (error) => {
        console.error(error)
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', end)
  process.on('disconnect', end)
  tell({ kind: 'ready' })
}
