import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { brainixHome } from '../server/centre/home.ts'
import { restartDelay } from '../src/shared/shell/restart-delay.ts'
import { buildIfStale } from './app-build.ts'
import { type Child, startChild } from './start/child.ts'
import { findElectron } from './start/electron-binary.ts'
import { openAddress } from './start/open-address.ts'
import {
  type ProcessMark,
  recoverFromEarlierStart,
  removeRunningFile,
  writeRunningFile,
} from './start/running-file.ts'
import { readStartOptions, type StartOptions, startHelp } from './start/start-options.ts'

/* `npm start`: builds what changed, starts the centre, then the app, and ends both in order. */
const root = fileURLToPath(new URL('..', import.meta.url))
const home = brainixHome()
const runningPath = join(home, 'running.json')
const shellGraceMs = 12_000
const centreGraceMs = 20_000

const say = (line: string) => console.log(line)
const startedAt = performance.now()

let centre: Child | null = null
let shell: Child | null = null
let ending: Promise<void> | null = null
let remembered = false

process.on('SIGINT', () => void end(130))
process.on('SIGTERM', () => void end(143))
process.on('SIGHUP', () => void end(129))

try {
  await start(readStartOptions(process.argv.slice(2), process.env))
} catch (error) {
  if (!ending) console.error(error instanceof Error ? error.message : error)
  await end(1)
}

async function start(options: StartOptions): Promise<void> {
  if (options.help) {
    say(startHelp)
    process.exit(0)
  }
  const other = await recoverFromEarlierStart(runningPath, centreGraceMs)
  if (other !== null)
    throw new Error(
      `BrainiX is running already for ${home} (process ${other}). Stop that one with Ctrl-C first.`,
    )
  remember()
  await buildIfStale(say)
  const gatewayUrl = options.centre ? await startCentre() : (process.env.BRAINIX_GATEWAY_URL ?? '')
  if (ending) return
  const code = await runShell(options, gatewayUrl)
  if (!ending) say('BrainiX was closed.')
  await end(code === 0 ? 0 : 1)
}

/** Starts the centre and keeps it running; resolves with its address once it answers. */
async function startCentre(): Promise<string> {
  const ready = Promise.withResolvers<string>()
  let isReady = false
  let failures = 0
  const launch = async () => {
    const since = performance.now()
    const started = await startChild({
      command: process.execPath,
      args: [join(root, 'server', 'centre', 'main.ts')],
      cwd: root,
      env: { ...process.env, BRAINIX_HOME: home },
      logFile: join(home, 'logs', 'centre.log'),
      onLine(line) {
        if (!isReady) say(line)
        const url = /^centre ready (\S+)/.exec(line)?.[1]
        if (!url) return
        isReady = true
        ready.resolve(url)
      },
    })
    centre = started
    remember()
    void started.ended.then(async (code) => {
      if (centre === started) centre = null
      if (ending) return
      if (!isReady) return ready.reject(new Error(`The centre could not be started (${code}).`))
      const next = restartDelay(failures, performance.now() - since)
      failures = next.failures
      say(`The centre ended (${code}); BrainiX goes on offline while it starts again.`)
      await sleep(next.delayMs)
      if (!ending) await launch()
    })
  }
  await launch()
  return ready.promise
}

async function runShell(options: StartOptions, gatewayUrl: string): Promise<number | NodeJS.Signals> {
  const window = options.browser ? null : findElectron(root, process.env, process.getuid?.())
  if (window?.kind === 'none') say(`Opening in a browser tab: ${window.reason}.`)
  const isElectron = window?.kind === 'electron'
  const shellEntry = join(root, 'browser', 'main.ts')
  const started = await startChild({
    command: isElectron ? window.path : process.execPath,
    args: isElectron ? [root] : [shellEntry, ...options.shellArgs],
    cwd: root,
    env: {
      ...process.env,
      BRAINIX_HOME: home,
      BRAINIX_GATEWAY_URL: gatewayUrl,
      // The window's code is bundled: nothing is won there, and its Node is not ours to tell.
      NODE_COMPILE_CACHE: isElectron ? undefined : process.env.NODE_COMPILE_CACHE,
    },
    logFile: join(home, 'logs', 'shell.log'),
    onLine: (line) => void showShellLine(line, options.open),
  })
  shell = started
  remember()
  if (isElectron) sayReady()
  const code = await started.ended
  shell = null
  if (!ending && code !== 0)
    say(`BrainiX ended unexpectedly (${code}). Details: ${join(home, 'logs', 'shell.log')}`)
  return code
}

async function showShellLine(line: string, open: boolean): Promise<void> {
  const url = /^BrainiX is open at (\S+)/.exec(line)?.[1]
  if (url) {
    say(line)
    sayReady()
    if (open && !(await openAddress(url, process.env)))
      say('Open that address in a browser on this machine; it works once.')
  } else if (/^engine ended|Error|is in use/.test(line)) say(line)
}

function sayReady(): void {
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  say(`Ready after ${seconds} s. Data: ${home}. Ctrl-C stops everything.`)
}

/** The shell goes first, so that the engine hands over what it can while the centre still listens. */
function end(code: number): Promise<void> {
  ending ??= (async () => {
    if (shell ?? centre) say('Stopping…')
    await shell?.stop(shellGraceMs)
    await centre?.stop(centreGraceMs)
    removeOwnRunningFile()
    process.exit(code)
  })()
  return ending
}

function remember(): void {
  const parts: ProcessMark[] = []
  if (shell) parts.push({ pid: shell.pid, command: root })
  if (centre) parts.push({ pid: centre.pid, command: join('server', 'centre', 'main.ts') })
  writeRunningFile(runningPath, { starter: { pid: process.pid, command: join('scripts', 'start') }, parts })
  remembered = true
}

function removeOwnRunningFile(): void {
  if (remembered) removeRunningFile(runningPath)
}
