import { contextBridge, ipcRenderer } from 'electron'

/* Hands the page its line to the engine, and says which shell this is. Nothing else crosses. */
contextBridge.exposeInMainWorld('brainix', { shell: 'electron' })

const loaded = new Promise<void>((resolve) => {
  if (document.readyState === 'complete') resolve()
  else window.addEventListener('load', () => resolve(), { once: true })
})

ipcRenderer.on('engine-port', (event) => {
  // To this very window, whose page is always our own; a custom scheme has no origin to name on every platform.
  void loaded.then(() => window.postMessage('brainix:engine-port', '*', event.ports))
})
