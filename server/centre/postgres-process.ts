import { execFile } from 'node:child_process'
import { readdir, readFile, readlink } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Whether a process of this id runs, whoever owns it. One that has ended and was not yet collected does not. */
export async function isAlive(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false
  }
  if (process.platform !== 'linux') return true
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return !/\) [ZX] /.test(status)
}

/** Whether the process is a Postgres that serves this data folder: ids are reused, after a restart above all. */
export async function isPostmasterOf(pid: number, dataFolder: string): Promise<boolean> {
  const command = await commandLine(pid)
  return /postgres/i.test(command) && command.includes(dataFolder)
}

/**
 * The postmaster a data folder names in its `postmaster.pid`, if any. The file stays behind when Postgres is killed, so
 * the process may be gone, or be another program.
 */
export async function namedPostmaster(pidFile: string): Promise<number | null> {
  const text = await readFile(pidFile, 'utf8').catch(() => '')
  const pid = Number.parseInt(text, 10)
  return Number.isInteger(pid) && pid > 1 ? pid : null
}

/**
 * Stops a postmaster as Postgres wants it: open transactions are rolled back and everything is written. If that takes
 * too long it is made to quit at once, and recovers at its next start. It is never killed.
 * @returns whether it is gone.
 */
export async function stopPostmaster(pid: number): Promise<boolean> {
  for (const [signal, withinMs] of [
    ['SIGINT', 10_000],
    ['SIGQUIT', 10_000],
  ] as const) {
    try {
      process.kill(pid, signal)
    } catch {
      return !(await isAlive(pid))
    }
    if (await isGone(pid, withinMs)) return true
  }
  return false
}

/**
 * Waits for the server processes of a postmaster that was killed: they notice and end, but until then nobody else may
 * open the folder. Linux only; elsewhere Postgres' own check of its shared memory has to do.
 * @returns whether none is left.
 */
export async function orphansEnded(dataFolder: string, withinMs: number): Promise<boolean> {
  const untilMs = Date.now() + withinMs
  while (await hasProcessIn(dataFolder)) {
    if (Date.now() > untilMs) return false
    await pause(100)
  }
  return true
}

async function isGone(pid: number, withinMs: number): Promise<boolean> {
  const untilMs = Date.now() + withinMs
  while (await isAlive(pid)) {
    if (Date.now() > untilMs) return false
    await pause(25)
  }
  return true
}

async function hasProcessIn(folder: string): Promise<boolean> {
  if (process.platform !== 'linux') return false
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) continue
    const cwd = await readlink(`/proc/${name}/cwd`).catch(() => '')
    if (cwd === folder) return true
  }
  return false
}

async function commandLine(pid: number): Promise<string> {
  try {
    if (process.platform === 'linux')
      return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ')
    if (process.platform === 'win32') {
      const query = `(Get-CimInstance Win32_Process -Filter "ProcessId=${pid}").CommandLine`
      return (await run('powershell', ['-NoProfile', '-Command', query])).stdout
    }
    return (await run('ps', ['-ww', '-o', 'command=', '-p', String(pid)])).stdout
  } catch {
    return ''
  }
}
