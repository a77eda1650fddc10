import { BrowserWindow, type Session } from 'electron'
import { openInBrowser } from './external-address.ts'
import { pageOrigin } from './schemes.ts'

/** What the app's own page may use without asking. Everything else (camera, place…) is refused. */
const allowed = new Set(['fullscreen', 'clipboard-sanitized-write', 'notifications'])

/** The app needs no permission beyond a video's full screen, copying a piece of code, and reminders a person asked for. */
export function refusePermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer) => answer(allowed.has(permission)))
  session.setPermissionCheckHandler((_contents, permission) => allowed.has(permission))
}

/**
 * The one window: sandboxed, isolated, without Node. Its page never leaves `brainix-app:`; web addresses open in the
 * system's browser instead. `onLoaded` is called after every load, reloads included.
 */
export function openWindow(options: { preload: string; onLoaded: () => void }): BrowserWindow {
  const window = new BrowserWindow({
    width: 1280,
    height: 860,
    minWidth: 420,
    minHeight: 480,
    title: 'BrainiX',
    show: false,
    autoHideMenuBar: true,
    webPreferences: {
      preload: options.preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: true,
    },
  })
  const contents = window.webContents
  contents.setWindowOpenHandler(({ url }) => {
    void openInBrowser(url)
    return { action: 'deny' }
  })
  contents.on('will-navigate', (event) => {
    if (event.url.startsWith(`${pageOrigin}/`)) return
    event.preventDefault()
    void openInBrowser(event.url)
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.on('did-finish-load', options.onLoaded)
  // The engine and its data live elsewhere: a page that crashed is simply shown again.
  contents.on('render-process-gone', (_event, details) => {
    if (details.reason !== 'clean-exit' && !window.isDestroyed()) contents.reload()
  })
  window.once('ready-to-show', () => window.show())
  void window.loadURL(`${pageOrigin}/`)
  return window
}
