import { EventEmitter } from 'node:events'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { type Command, request } from './commands.ts'
import { becomeReady, isReady, onlyBeforeReady, onlyWhenReady } from './lifecycle.ts'
import { answerScheme, declareSchemes, handleScheme, type SchemeHandler } from './schemes.ts'
import { onlyKeys, strict } from './strict.ts'
import { allWindows, type StandInWindow } from './window.ts'

/*
 * Stands where Electron stands: exactly the part of its API the desktop shell uses, over real processes and real
 * message ports, throwing on everything else. What it does not have is a screen.
 */
export { MessageChannelMain } from './ports.ts'
export { utilityProcess } from './utility-process.ts'
export { BrowserWindow } from './window.ts'

const paths = new Map([['appData', join(homedir(), '.config')]])
const appEvents = new EventEmitter()
const knownEvents = new Set(['second-instance', 'activate', 'window-all-closed', 'before-quit'])

export const app = strict('app', {
  getPath(name: string): string {
    const path = paths.get(name)
    if (!path) throw new Error(`the Electron stand-in has no path "${name}"`)
    return path
  },
  setPath(name: string, path: string) {
    onlyBeforeReady('app.setPath')
    if (name !== 'userData') throw new Error(`the Electron stand-in sets no path "${name}"`)
    paths.set(name, path)
  },
  setName: () => onlyBeforeReady('app.setName'),
  requestSingleInstanceLock: () => process.env.BRAINIX_STAND_IN_LOCKED !== '1',
  whenReady: () =>
    new Promise<void>((resolve) =>
      setTimeout(() => {
        becomeReady()
        resolve()
      }, 20),
    ),
  on(event: string, listener: (...args: unknown[]) => void) {
    if (!knownEvents.has(event)) throw new Error(`the Electron stand-in has no app event "${event}"`)
    appEvents.on(event, listener)
  },
  quit() {
    let prevented = false
    appEvents.emit('before-quit', {
      preventDefault() {
        prevented = true
      },
    })
    if (!prevented) process.exit(0)
  },
  exit: (code: number) => process.exit(code),
})

export const protocol = strict('protocol', {
  registerSchemesAsPrivileged: declareSchemes,
  handle: (scheme: string, handler: SchemeHandler) => handleScheme(scheme, handler),
})

type PermissionRequest = (contents: null, permission: string, answer: (granted: boolean) => void) => void
type PermissionCheck = (contents: null, permission: string) => boolean
const permissions: { request: PermissionRequest | null; check: PermissionCheck | null } = {
  request: null,
  check: null,
}

export const session = {
  get defaultSession() {
    onlyWhenReady('session.defaultSession')
    return strict('session', {
      setPermissionRequestHandler(handler: PermissionRequest) {
        permissions.request = handler
      },
      setPermissionCheckHandler(handler: PermissionCheck) {
        permissions.check = handler
      },
    })
  },
}

const seal = Buffer.from('sealed:')
export const safeStorage = strict('safeStorage', {
  isEncryptionAvailable() {
    onlyWhenReady('safeStorage')
    return process.env.BRAINIX_STAND_IN_KEYCHAIN !== 'none'
  },
  getSelectedStorageBackend: () => 'gnome_libsecret',
  encryptString: (text: string) => Buffer.concat([seal, Buffer.from(text).map((byte) => byte ^ 0x5a)]),
  decryptString(sealed: Buffer) {
    if (!sealed.subarray(0, seal.length).equals(seal)) throw new Error('not sealed by this keychain')
    return Buffer.from(sealed.subarray(seal.length).map((byte) => byte ^ 0x5a)).toString()
  },
})

const openedOutside: string[] = []
export const shell = strict('shell', {
  async openExternal(url: string) {
    onlyWhenReady('shell.openExternal')
    openedOutside.push(url)
  },
})

export const Menu = strict('Menu', {
  buildFromTemplate(template: { role: string }[]) {
    for (const item of template) onlyKeys('menu item', item, ['role'])
    return template
  },
  setApplicationMenu: () => onlyWhenReady('Menu.setApplicationMenu'),
})

process.on('message', (message) => {
  const parsed = request.safeParse(message)
  if (!parsed.success) return
  const { id, command } = parsed.data
  obey(command).then(
    (result) => process.send?.({ id, result }),
    (error) => process.send?.({ id, error: String(error) }),
  )
})

async function obey(command: Command): Promise<unknown> {
  switch (command.do) {
    case 'fetch':
      return answerScheme(command.url, command.headers ?? {})
    case 'navigate':
      return (await theWindow()).navigate(command.url)
    case 'open-window':
      return (await theWindow()).openWindow(command.url)
    case 'ask-permission': {
      const { request, check } = permissions
      if (!request || !check) throw new Error('permissions are not guarded')
      const granted = await new Promise((resolve) => request(null, command.permission, resolve))
      return { granted, checked: check(null, command.permission) }
    }
    case 'reload':
      return (await theWindow()).load()
    case 'second-instance':
      return void appEvents.emit('second-instance')
    case 'session':
      return (await theWindow()).page.askSession()
    case 'window':
      return {
        options: (await theWindow()).options,
        focused: (await theWindow()).focusCount,
        windows: allWindows.length,
        ready: isReady(),
      }
    case 'opened-outside':
      return openedOutside
    case 'quit':
      return void setImmediate(() => app.quit())
  }
}

/** A test may ask before the app has come that far. */
async function theWindow(): Promise<StandInWindow> {
  for (let left = 500; left > 0; left -= 1) {
    const [window] = allWindows
    if (window) return window
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error('there is no window')
}
