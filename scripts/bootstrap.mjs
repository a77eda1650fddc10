// Runs under whatever Node the machine has (20 or later) with nothing installed, so: plain JavaScript, no packages.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, realpathSync } from 'node:fs'
import * as nodeModule from 'node:module'
import { delimiter, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const isWindows = process.platform === 'win32'
const pinnedNode = join(root, 'node_modules', 'node', 'bin', isWindows ? 'node.exe' : 'node')

/** What Node made of the source files it read: with it each process starts about a quarter of a second sooner. */
const compileCache = join(root, '.cache', 'compiled')

/**
 * Installs what is missing (exactly what the lock file names), then runs a script under the pinned Node.
 * @param {string} script path below the project, e.g. `scripts/start-app.ts`
 */
export async function bootstrap(script) {
  const missing = whatIsMissing(root)
  if (missing !== null) {
    console.log(`Installing what BrainiX needs (${missing}). The first time this takes a minute or two…`)
    install()
  }
  const path = join(root, script)
  process.env.NODE_COMPILE_CACHE ??= compileCache // for whatever the script starts
  if (missing === null && realpathSync(process.execPath) === realpathSync(pinnedNode)) {
    nodeModule.enableCompileCache()
    await import(pathToFileURL(path).href)
    return
  }
  const child = spawn(pinnedNode, [path, ...process.argv.slice(2)], { stdio: 'inherit', cwd: root })
  // Ctrl-C in a terminal reaches the child by itself; it ends us by ending.
  process.on('SIGINT', () => undefined)
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => {
    console.error(`The pinned Node could not be started: ${error.message}`)
    process.exit(1)
  })
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)))
}

/**
 * What an installation lacks, in a few words, or null when it is exactly what the lock file names. npm writes its own
 * record of what it installed last of all, so a half-finished installation counts as none.
 * @param {string} folder
 * @returns {string | null}
 */
export function whatIsMissing(folder) {
  const record = join(folder, 'node_modules', '.package-lock.json')
  if (!existsSync(record)) return 'nothing is installed yet'
  const wanted = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')).packages
  const present = JSON.parse(readFileSync(record, 'utf8')).packages
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '') continue
    const installed = present[path]
    if (!installed && (entry.optional || entry.devOptional || entry.peer)) continue
    if (installed?.version !== entry.version)
      return `${path.slice(path.lastIndexOf('node_modules/') + 13)} ${entry.version}`
  }
  return null
}

function install() {
  // npm must not run on the very Node it is about to replace.
  const ownBin = join(root, 'node_modules', '.bin')
  const PATH = (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== ownBin)
    .join(delimiter)
  const { status, error } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
    shell: isWindows,
    env: { ...process.env, PATH },
  })
  if (status === 0 && existsSync(pinnedNode)) return
  console.error(
    error
      ? `npm could not be started: ${error.message}`
      : 'The installation did not finish. Check the connection to the npm registry and run the same command again.',
  )
  process.exit(1)
}
