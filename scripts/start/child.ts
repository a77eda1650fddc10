import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readSync } from 'node:fs'
import { dirname } from 'node:path'

export interface Child {
  readonly pid: number
  /** Ends with the process: its exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>
  /** Asks the process to end, and kills it and its group when it does not within `graceMs`. */
  stop(graceMs: number): Promise<void>
}

export interface ChildOptions {
  command: string
  args: string[]
  cwd: string
  env: NodeJS.ProcessEnv
  logFile: string
  /** Every line the process prints, as it appears. */
  onLine: (line: string) => void
}

const pollMs = 40

/**
 * Starts a process of its own group: Ctrl-C in the terminal reaches us alone, and we end each part in order.
 * It writes to a file and not to a pipe, so that losing us cannot break it in the middle of its work.
 */
export async function startChild(options: ChildOptions): Promise<Child> {
  mkdirSync(dirname(options.logFile), { recursive: true })
  const log = openSync(options.logFile, 'w', 0o600)
  const child = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: options.env,
    detached: process.platform !== 'win32',
    // The channel carries nothing; that it closes tells the process that we are gone.
    stdio: ['ignore', log, log, 'ipc'],
  })
  closeSync(log)
  const reader = followLines(options.logFile, options.onLine)
  const ended = new Promise<number | NodeJS.Signals>((resolve) => {
    child.once('exit', (code, signal) => {
      reader.end()
      resolve(code ?? signal ?? 1)
    })
  })
  const pid = await new Promise<number>((resolve, reject) => {
    child.once('error', (error) => {
      reader.end()
      reject(error)
    })
    child.once('spawn', () => resolve(child.pid ?? 0))
  })
  child.on('error', () => undefined)
  return { pid, ended, stop: (graceMs) => stop(child, pid, ended, graceMs) }
}

async function stop(
  child: ChildProcess,
  pid: number,
  ended: Promise<unknown>,
  graceMs: number,
): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  const late = setTimeout(() => killGroup(pid), graceMs)
  await ended
  clearTimeout(late)
}

/** Ends a process and everything it started, at once. */
export function killGroup(pid: number): void {
  for (const target of process.platform === 'win32' ? [pid] : [-pid, pid])
    try {
      process.kill(target, 'SIGKILL')
    } catch {
      // Gone already, or never a group of its own.
    }
}

/** Reads a growing file line by line until told that nothing more will come. */
function followLines(path: string, onLine: (line: string) => void): { end(): void } {
  const file = openSync(path, 'r')
  const chunk = Buffer.alloc(64 * 1024)
  let rest = Buffer.alloc(0)
  const read = () => {
    for (let size = readSync(file, chunk); size > 0; size = readSync(file, chunk)) {
      rest = Buffer.concat([rest, chunk.subarray(0, size)])
      for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
        onLine(rest.subarray(0, end).toString('utf8').trimEnd())
        rest = rest.subarray(end + 1)
      }
    }
  }
  const timer = setInterval(read, pollMs)
  let isOpen = true
  return {
    end() {
      if (!isOpen) return
      isOpen = false
      clearInterval(timer)
      read()
      if (rest.length > 0) onLine(rest.toString('utf8'))
      closeSync(file)
    },
  }
}
