import { EventEmitter } from 'node:events'
import { onlyWhenReady } from './lifecycle.ts'
import { createPage, type StandInPage } from './page.ts'
import { type MessagePortMain, takeInner } from './ports.ts'
import { answerScheme } from './schemes.ts'
import { onlyKeys, strict } from './strict.ts'

type OpenHandler = (details: { url: string }) => { action: 'deny' }

export interface StandInWindow {
  options: object
  focusCount: number
  page: StandInPage
  /** Loads the page anew, as a reload does. */
  load(): Promise<void>
  /** The page goes elsewhere. True: it was let. */
  navigate(url: string): boolean
  openWindow(url: string): unknown
}

interface WindowOptions {
  webPreferences: { preload: string }
}

const windowKeys = [
  'width',
  'height',
  'minWidth',
  'minHeight',
  'title',
  'show',
  'autoHideMenuBar',
  'webPreferences',
]
const preferenceKeys = ['preload', 'contextIsolation', 'sandbox', 'nodeIntegration', 'webviewTag']
preferenceKeys.push('navigateOnDragDrop', 'spellcheck')
const contentEvents = new Set([
  'will-navigate',
  'will-attach-webview',
  'did-finish-load',
  'render-process-gone',
])

export const allWindows: StandInWindow[] = []

/** Electron's BrowserWindow without a screen: loads through the app's own scheme and runs the real preload script. */
export const BrowserWindow = function createWindow(options: WindowOptions) {
  onlyWhenReady('BrowserWindow')
  onlyKeys('window options', options, windowKeys)
  onlyKeys('webPreferences', options.webPreferences, preferenceKeys)
  const contentEmitter = new EventEmitter()
  let openHandler: OpenHandler | null = null
  let address = ''
  let page = createPage(options.webPreferences.preload)

  const own: StandInWindow = {
    options,
    focusCount: 0,
    get page() {
      return page
    },
    async load() {
      page.leave()
      page = createPage(options.webPreferences.preload)
      const { status, text } = await answerScheme(address, {})
      if (status !== 200 || !text.includes('<div id="root">'))
        throw new Error(`${address} answered ${status}`)
      page.finishLoading()
      contentEmitter.emit('did-finish-load')
    },
    navigate(url) {
      let prevented = false
      contentEmitter.emit('will-navigate', {
        url,
        preventDefault() {
          prevented = true
        },
      })
      return !prevented
    },
    openWindow: (url) => openHandler?.({ url }),
  }
  allWindows.push(own)

  const webContents = strict('webContents', {
    setWindowOpenHandler(handler: OpenHandler) {
      openHandler = handler
    },
    on(event: string, listener: (...args: unknown[]) => void) {
      if (!contentEvents.has(event)) throw new Error(`webContents has no event "${event}" here`)
      contentEmitter.on(event, listener)
    },
    postMessage(channel: string, message: unknown, transfer: MessagePortMain[]) {
      page.receive(channel, message, transfer.map(takeInner))
    },
  })
  return strict('BrowserWindow', {
    webContents,
    once(event: string, listener: () => void) {
      if (event !== 'ready-to-show') throw new Error(`BrowserWindow has no event "${event}" here`)
      setTimeout(listener, 10)
    },
    show: () => undefined,
    isDestroyed: () => false,
    isMinimized: () => false,
    focus() {
      own.focusCount += 1
    },
    loadURL(url: string) {
      address = url
      return own.load()
    },
  })
}
