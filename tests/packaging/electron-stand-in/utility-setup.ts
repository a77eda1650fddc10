import { EventEmitter } from 'node:events'
import { createProcessLink, isLinkMessage } from './process-link.ts'
import { strict } from './strict.ts'

/* Loaded into a utility process before its script: gives it `process.parentPort`. It may not import `electron`. */
const emitter = new EventEmitter()
const early: unknown[] = []
let isListening = false

const link = createProcessLink(
  2,
  (message) => process.send?.(message),
  (event) => {
    if (isListening) emitter.emit('message', event)
    else early.push(event)
  },
)
process.on('message', (message) => {
  if (isLinkMessage(message)) link.receive(message)
})
// Chromium takes a utility process down with the app.
process.on('disconnect', () => process.exit(0))

const parentPort = strict('parentPort', {
  on(event: string, listener: (event: unknown) => void) {
    if (event !== 'message') throw new Error(`parentPort has no event "${event}"`)
    emitter.on('message', listener)
    isListening = true
    for (const waiting of early.splice(0)) emitter.emit('message', waiting)
  },
  postMessage: (data: unknown) => link.send(data, []),
})
Object.defineProperty(process, 'parentPort', { value: parentPort })
