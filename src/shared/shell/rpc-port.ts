import type { MessagePortLike } from '../contract/port.ts'

/** The form in which oRPC's message-port adapters accept a port on either side. */
export interface RpcPort {
  postMessage(message: unknown): void
  onMessage: { addListener(listener: (data: unknown) => void): void }
  onDisconnect: { addListener(listener: () => void): void }
}

/** Dresses a port for oRPC, client side or server side. */
export function rpcPort(port: MessagePortLike): RpcPort {
  return {
    postMessage: (message) => port.postMessage(message),
    onMessage: { addListener: (listener) => port.on('message', (event) => listener(event.data)) },
    onDisconnect: { addListener: (listener) => port.on('close', listener) },
  }
}
