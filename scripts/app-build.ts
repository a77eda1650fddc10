import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const markFile = join(root, 'out', 'built-from.txt')

/** Everything the build reads. */
const inputs = [
  'src',
  'electron',
  'drizzle/schema',
  'electron.vite.config.ts',
  'scripts/pdf-assets.ts',
  'package.json',
  'package-lock.json',
]

const lockFolder = join(root, '.cache', 'build.lock')
/** A build takes seconds; a lock older than this was left by one that was killed. */
const lockEndsMs = 60_000

/** Builds what is not current. Any number of processes may ask at once: one builds, the others wait for it. */
export async function buildIfStale(say: (line: string) => void = () => undefined): Promise<void> {
  while (!isBuildCurrent()) {
    if (!takeLock()) {
      await sleep(200)
      continue
    }
    try {
      say('Building BrainiX…')
      await buildApp({ quiet: true })
      return
    } finally {
      rmSync(lockFolder, { recursive: true, force: true })
    }
  }
}

function takeLock(): boolean {
  mkdirSync(join(root, '.cache'), { recursive: true })
  try {
    mkdirSync(lockFolder)
    return true
  } catch {
    const taken = statSync(lockFolder, { throwIfNoEntry: false })
    if (taken && Date.now() - taken.mtimeMs > lockEndsMs) rmSync(lockFolder, { recursive: true, force: true })
    return false
  }
}

/** Whether `out/` was built from the sources as they are now. */
function isBuildCurrent(): boolean {
  return existsSync(markFile) && readFileSync(markFile, 'utf8') === fingerprint()
}

/**
 * Builds both shells into `out/`. `quiet` shows the builder's words only when it fails.
 * The mark is written last, so that an interrupted build counts as none.
 */
export async function buildApp(options: { quiet: boolean }): Promise<void> {
  const builtFrom = fingerprint()
  rmSync(markFile, { force: true })
  const cli = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  const { code, output } = await run(process.execPath, [
    cli,
    'build',
    '--logLevel',
    options.quiet ? 'warn' : 'info',
  ])
  if (!options.quiet || code !== 0) process.stdout.write(output)
  if (code !== 0) throw new Error('The app could not be built.')
  mkdirSync(join(root, 'out'), { recursive: true })
  writeFileSync(markFile, builtFrom)
}

function fingerprint(): string {
  const hash = createHash('sha256')
  for (const input of inputs)
    for (const path of filesOf(input))
      hash
        .update(`${path}\0`)
        .update(readFileSync(join(root, path)))
        .update('\0')
  return hash.digest('hex')
}

function filesOf(path: string): string[] {
  if (/\.[a-z]+$/.test(path)) return [path]
  return readdirSync(join(root, path), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
    .sort()
}

function run(command: string, args: string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text
      })
    child.on('error', reject)
    child.on('close', (code) => resolve({ code: code ?? 1, output }))
  })
}
