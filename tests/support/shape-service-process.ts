import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The embedded shape log as a service in a process of its own, reached over HTTP only: as Electric is. */
export async function startShapeService(options: {
  databaseUrl: string
  port: number
  /** Where it keeps its log. */
  folder: string
}): Promise<{ stop(): Promise<void> }> {
  const { databaseUrl, port, folder } = options
  const child = spawn(
    process.execPath,
    ['scripts/shape-log.ts', '--database-url', databaseUrl, '--port', String(port), '--long-poll-ms', '1000'],
    {
      cwd: root,
      env: { ...process.env, TMPDIR: folder, BRAINIX_HOME: folder, XDG_CACHE_HOME: folder },
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  )
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    await ended
  }
  for (let tries = 0; tries < 400 && child.exitCode === null; tries++) {
    const health = await fetch(`http://127.0.0.1:${port}/v1/health`).catch(() => null)
    if (health?.status === 200) return { stop }
    await new Promise((done) => setTimeout(done, 50))
  }
  await stop()
  throw new Error('the shape service did not start')
}
