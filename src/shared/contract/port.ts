/**
 * The least a two-way message channel must do for the typed API to run over it: Electron's MessagePortMain has this form,
 * and the shells dress WebSockets and process channels in it. Messages are structured-cloneable (strings in practice).
 */
export interface MessagePortLike {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown
  on(event: 'close', listener: () => void): unknown
}
