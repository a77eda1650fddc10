import { fork } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { onlyWhenReady } from './lifecycle.ts'
import { type MessagePortMain, takeInner } from './ports.ts'
import { createProcessLink, isLinkMessage } from './process-link.ts'
import { onlyKeys, strict } from './strict.ts'

const childSetup = new URL('./utility-setup.ts', import.meta.url).href
const events = new Set(['message', 'exit', 'spawn'])

/** Electron's utilityProcess over a real child process. */
export const utilityProcess = strict('utilityProcess', {
  fork(modulePath: string, args: string[], options: { serviceName: string; stdio: 'pipe' }) {
    onlyWhenReady('utilityProcess.fork')
    onlyKeys('utilityProcess options', options, ['serviceName', 'stdio'])
    const emitter = new EventEmitter()
    const child = fork(modulePath, args, {
      execArgv: ['--import', childSetup],
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    const link = createProcessLink(
      1,
      (message) => child.connected && child.send(message, () => undefined),
      ({ data }) => emitter.emit('message', data),
    )
    child.on('message', (message) => {
      if (isLinkMessage(message)) link.receive(message)
    })
    child.once('exit', (code, signal) => {
      link.closeAll()
      emitter.emit('exit', code ?? (signal === 'SIGKILL' ? 137 : 1))
    })
    const listen = (method: 'on' | 'once') => (event: string, listener: (...args: unknown[]) => void) => {
      if (!events.has(event)) throw new Error(`UtilityProcess has no event "${event}"`)
      emitter[method](event, listener)
    }
    return strict('UtilityProcess', {
      pid: child.pid,
      stdout: child.stdout,
      stderr: child.stderr,
      postMessage: (data: unknown, transfer: MessagePortMain[] = []) =>
        link.send(data, transfer.map(takeInner)),
      kill: () => child.kill('SIGKILL'),
      on: listen('on'),
      once: listen('once'),
    })
  },
})
