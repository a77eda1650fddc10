import { type ChildProcess, spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import pg from 'pg'

const root = fileURLToPath(new URL('../../..', import.meta.url))

export interface Running {
  /** Ends it as a person does (Ctrl-C), and waits until it is gone. */
  stop(): Promise<void>
  /** Ends it as a power cut does. */
  kill(): Promise<void>
}

export interface Centre extends Running {
  gatewayUrl: string
  query(sql: string, values?: unknown[]): Promise<Record<string, unknown>[]>
}

/** The embedded centre: Postgres, gateway, shape log, identity provider, in a process of its own. */
export async function startCentre(home: string): Promise<Centre> {
  const running = run(['server/centre/main.ts'], { BRAINIX_HOME: home })
  const [, gatewayUrl = ''] = await running.line(/^centre ready (\S+)/)
  const info = JSON.parse(await readFile(join(home, 'centre', 'centre.json'), 'utf8')) as {
    databaseUrl: string
  }
  return {
    ...running,
    gatewayUrl,
    async query(sql, values = []) {
      const client = new pg.Client({ connectionString: info.databaseUrl })
      await client.connect()
      try {
        return (await client.query(sql, values)).rows
      } finally {
        await client.end()
      }
    },
  }
}

export interface Shell extends Running {
  /** Address that lets one browser in, once. */
  url: string
  enginePid(): Promise<number>
}

/** The browser shell of one device, with its engine in a process of its own. */
export async function startShell(home: string, gatewayUrl: string): Promise<Shell> {
  const statusFile = join(home, 'status.json')
  const running = run(['browser/main.ts', '--status-file', statusFile], {
    BRAINIX_HOME: home,
    BRAINIX_GATEWAY_URL: gatewayUrl,
  })
  const [, url = ''] = await running.line(/^BrainiX is open at (\S+)/)
  return {
    ...running,
    url,
    async enginePid() {
      for (let tries = 0; tries < 100; tries++) {
        const status = JSON.parse(await readFile(statusFile, 'utf8')) as { enginePid: number | null }
        if (status.enginePid) return status.enginePid
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
      throw new Error('no engine is running')
    },
  }
}

/** `npm run import`, as a person runs it beside a running centre. Resolves with what it printed. */
export async function importCourse(home: string, ...args: string[]): Promise<string> {
  const running = run(['scripts/import.ts', ...args], { BRAINIX_HOME: home })
  const code = await running.ended
  if (code !== 0) throw new Error(`import ended with ${code}:\n${running.output()}`)
  return running.output()
}

function run(args: string[], env: Record<string, string>) {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const lines: string[] = []
  let onLine: (line: string) => void = () => {}
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line)
      onLine(line)
    })
  const ended = new Promise<number | string>((resolve) =>
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'ended')),
  )
  return {
    ended,
    output: () => lines.join('\n'),
    line: (pattern: RegExp) =>
      new Promise<RegExpExecArray>((resolve, reject) => {
        onLine = (line) => {
          const match = pattern.exec(line)
          if (match) resolve(match)
        }
        for (const line of lines) onLine(line)
        void ended.then((code) => reject(new Error(`ended with ${code}:\n${lines.join('\n')}`)))
      }),
    stop: () => end(child, 'SIGINT', ended),
    kill: () => end(child, 'SIGKILL', ended),
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals, ended: Promise<unknown>): Promise<void> {
  child.kill(signal)
  await ended
}
