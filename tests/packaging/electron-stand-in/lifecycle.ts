/** Whether the app is ready: much of Electron's API must not be touched before, some not after. */
let ready = false

export function becomeReady(): void {
  ready = true
}

export function isReady(): boolean {
  return ready
}

export function onlyWhenReady(what: string): void {
  if (!ready) throw new Error(`${what} cannot be used before the app is ready`)
}

export function onlyBeforeReady(what: string): void {
  if (ready) throw new Error(`${what} must be called before the app is ready`)
}
