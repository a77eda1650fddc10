import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AppError } from '../src/shared/errors/app-error.ts'
import { startEngineProcess } from './engine-process.ts'
import { createHostRouter } from './host.ts'
import { readShellOptions, type ShellOptions } from './options.ts'
import { readOrMakeKey, readPrivateFile, writePrivateFile } from './private-file.ts'
import { openSecretFile } from './secret-file.ts'
import { type ShellServer, type ShellServerOptions, startShellServer } from './server.ts'

/*
 * The browser shell: BrainiX in a tab of this machine's browser. Run by `npm start`, or alone:
 *   BRAINIX_HOME=… [BRAINIX_GATEWAY_URL=…] node browser/main.ts [--port N] [--status-file PATH]
 * Prints `BrainiX is open at <url>` and `engine pid <n>`. The status file holds {shellPid, enginePid, url} as JSON.
 */
try {
  await run(readShellOptions(process.argv.slice(2), process.env))
} catch (error) {
  console.error(error instanceof AppError ? error.message : error)
  process.exit(1)
}

async function run(options: ShellOptions): Promise<void> {
  const home = resolve(options.home)
  const folder = join(home, 'shell')
  const log = (line: string) => console.log(line)
  let server: ShellServer | null = null
  let enginePid: number | null = null

  function writeStatus(): void {
    if (!options.statusFile || !server) return
    const status = { shellPid: process.pid, enginePid, url: server.url }
    writePrivateFile(resolve(options.statusFile), `${JSON.stringify(status)}\n`)
  }

  const engine = startEngineProcess({
    entry: fileURLToPath(new URL('./engine-entry.ts', import.meta.url)),
    args: [join(home, 'device'), ...(options.gatewayUrl ? [options.gatewayUrl] : [])],
    host: createHostRouter(openSecretFile(folder, log)),
    log,
    onPid(pid) {
      enginePid = pid
      writeStatus()
    },
  })
  try {
    server = await startOnPort(join(folder, 'port'), options.port, {
      engine,
      pageFolder: fileURLToPath(new URL('../out/renderer', import.meta.url)),
      cookieSecret: readOrMakeKey(join(folder, 'cookie.key'), 32),
    })
  } catch (error) {
    await engine.close()
    throw error
  }
  writeStatus()
  log(`BrainiX is open at ${server.url}`)

  const opened = server
  let ending = false
  const end = () => {
    if (ending) return
    ending = true
    Promise.all([opened.close(), engine.close()]).then(
      () => process.exit(0),
      (error) => {
        console.error(error)
        process.exit(1)
      },
    )
  }
  process.on('SIGINT', end)
  process.on('SIGTERM', end)
  // Started by another process with a channel: that one going means we go.
  process.on('disconnect', end)
}

/** A tab left open keeps working after a restart only on the same port, so the last one is tried first. */
async function startOnPort(
  portFile: string,
  fixed: number | null,
  options: Omit<ShellServerOptions, 'port'>,
): Promise<ShellServer> {
  const last = Number(readPrivateFile(portFile)?.toString('utf8') ?? 0)
  const wanted = fixed ?? (Number.isInteger(last) && last > 0 && last < 65_536 ? last : 0)
  const server = await startShellServer({ ...options, port: wanted }).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error
    if (fixed !== null)
      throw new AppError('unavailable', `Port ${fixed} is in use by another program. Choose another --port.`)
    return startShellServer({ ...options, port: 0 })
  })
  writePrivateFile(portFile, String(server.port))
  return server
}
