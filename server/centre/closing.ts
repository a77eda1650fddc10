/** What a process has opened, closed in the reverse order; one that fails to close does not keep the others open. */
export interface Closing {
  add(what: string, close: () => Promise<unknown> | unknown): void
  closeAll(): Promise<void>
}

export function createClosing(onError: (error: unknown, during: string) => void): Closing {
  const opened: { what: string; close: () => Promise<unknown> | unknown }[] = []
  return {
    add(what, close) {
      opened.push({ what, close })
    },
    async closeAll() {
      for (let last = opened.pop(); last; last = opened.pop())
        try {
          await last.close()
        } catch (error) {
          onError(error, `closing ${last.what}`)
        }
    },
  }
}
