import { join } from 'node:path'
import { app, type BrowserWindow, session } from 'electron'
import { type EngineProcess, startEngineProcess } from './engine-process.ts'
import { homeFolder } from './home.ts'
import { createHostRouter } from './host.ts'
import { setMenu } from './menu.ts'
import { declareSchemes, serveSchemes } from './schemes.ts'
import { openSecretStore } from './secret-store.ts'
import { openWindow, refusePermissions } from './window.ts'

/* The desktop shell: one window, one engine. Paths are relative to out/main, where this file is built to. */
const home = homeFolder(process.env, app.getPath('appData'))
const log = (line: string) => console.log(line)

app.setName('BrainiX')
// Chromium's own files; also what the single-instance lock hangs on, so two data folders can run side by side.
app.setPath('userData', join(home, 'electron'))
declareSchemes()

if (app.requestSingleInstanceLock()) {
  app.whenReady().then(run, (error) => {
    console.error(error)
    app.exit(1)
  })
} else {
  log('BrainiX is open already; its window comes to the front')
  app.quit()
}

function run(): void {
  let window: BrowserWindow | null = null
  let isPageLoaded = false
  const engine = startEngineProcess({
    entry: join(import.meta.dirname, 'engine.js'),
    home: join(home, 'device'),
    gatewayUrl: process.env.BRAINIX_GATEWAY_URL,
    host: createHostRouter(
      openSecretStore(join(home, 'shell', 'secrets.sealed'), log),
      join(home, 'shell', 'opened'),
    ),
    log,
    onReady: connectPage,
  })
  serveSchemes(join(import.meta.dirname, '..', 'renderer'), async (sha256) =>
    engine
      .control()
      ?.media.locate({ sha256 })
      .catch(() => undefined),
  )
  refusePermissions(session.defaultSession)
  setMenu(process.platform)
  showWindow()

  /** A page gets its line when both it and the engine are there, whichever comes last. */
  function connectPage(): void {
    if (!window || window.isDestroyed() || !isPageLoaded) return
    const port = engine.connect()
    if (port) window.webContents.postMessage('engine-port', null, [port])
  }

  function showWindow(): void {
    if (window && !window.isDestroyed()) {
      if (window.isMinimized()) window.restore()
      window.focus()
      return
    }
    isPageLoaded = false
    window = openWindow({
      preload: join(import.meta.dirname, '..', 'preload', 'index.cjs'),
      onLoaded() {
        isPageLoaded = true
        connectPage()
      },
    })
  }

  app.on('second-instance', showWindow)
  app.on('activate', showWindow)
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  closeEngineBeforeQuit(engine)
}

/** The app leaves only after the engine closed its database. */
function closeEngineBeforeQuit(engine: EngineProcess): void {
  let state: 'open' | 'closing' | 'closed' = 'open'
  app.on('before-quit', (event) => {
    if (state === 'closed') return
    event.preventDefault()
    if (state === 'closing') return
    state = 'closing'
    void engine.close().finally(() => {
      state = 'closed'
      app.quit()
    })
  })
  process.on('SIGTERM', () => app.quit())
  process.on('SIGINT', () => app.quit())
  process.on('disconnect', () => app.quit())
}
