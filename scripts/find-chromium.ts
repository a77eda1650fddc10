import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface Chromium {
  path: string
  /** What it must be started with on this machine. */
  args: string[]
  /** What its environment must hold beside our own. */
  env: Record<string, string>
  source: 'CHROMIUM_PATH' | 'playwright' | 'system' | 'npm'
}

/** A place to look at: null when there is none there. */
type Place = (env: NodeJS.ProcessEnv) => Promise<Chromium | null> | Chromium | null

const root = fileURLToPath(new URL('..', import.meta.url))
const rootArgs = process.getuid?.() === 0 ? ['--no-sandbox'] : []
// Containers often give /dev/shm too little room.
const args = [...rootArgs, '--disable-dev-shm-usage']

export const places: Record<Chromium['source'], Place> = {
  CHROMIUM_PATH: named,
  playwright: playwrightsOwn,
  system: systems,
  npm: fromPackage,
}

/**
 * A Chromium to test with: the one named by CHROMIUM_PATH, Playwright's own, the system's, or the one that comes as an
 * npm package, in that order. Fails when CHROMIUM_PATH names none, or when none of them can run here.
 */
export async function findChromium(env: NodeJS.ProcessEnv = process.env): Promise<Chromium> {
  for (const place of Object.values(places)) {
    const found = await place(env)
    if (found) return found
  }
  throw new Error('No Chromium can run here. Install one, or name one with CHROMIUM_PATH.')
}

function named(env: NodeJS.ProcessEnv): Chromium | null {
  const path = env.CHROMIUM_PATH
  if (!path) return null
  if (!existsSync(path)) throw new Error(`CHROMIUM_PATH names "${path}", which does not exist.`)
  return { path, args, env: {}, source: 'CHROMIUM_PATH' }
}

async function playwrightsOwn(): Promise<Chromium | null> {
  const { chromium } = await import('@playwright/test')
  const path = chromium.executablePath()
  return path && existsSync(path) ? { path, args, env: {}, source: 'playwright' } : null
}

function systems(env: NodeJS.ProcessEnv): Chromium | null {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge']
  const inPath = (env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)))
  const installed = [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    join(env.PROGRAMFILES ?? '', 'Google', 'Chrome', 'Application', 'chrome.exe'),
    join(env['PROGRAMFILES(X86)'] ?? '', 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
  ]
  const path = [...inPath, ...installed].find((candidate) => existsSync(candidate))
  return path ? { path, args, env: {}, source: 'system' } : null
}

/**
 * The headless Chromium of @sparticuz/chromium (Linux, x64). The package unpacks into the temporary folder and trusts
 * whatever lies there, so it gets one of its own, moved into place only when complete.
 */
async function fromPackage(): Promise<Chromium | null> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null
  const folder = join(root, '.cache', 'chromium')
  if (!existsSync(folder)) await unpack(folder)
  const path = join(folder, 'chromium')
  const found = (env: Record<string, string>): Chromium => ({
    path,
    args: ['--no-sandbox', '--no-zygote', '--disable-dev-shm-usage', '--disable-gpu'],
    env: { FONTCONFIG_FILE: join(folder, 'fonts.conf'), ...env },
    source: 'npm',
  })
  // A bare machine lacks a few libraries; the package brings them.
  const own = { LD_LIBRARY_PATH: join(folder, 'al2023', 'lib') }
  for (const env of [{}, own]) if (canStart(path, env)) return found(env)
  return null
}

async function unpack(folder: string): Promise<void> {
  const { default: packaged, inflate } = await import('@sparticuz/chromium')
  const draft = `${folder}.${process.pid}`
  const before = process.env.TMPDIR
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { recursive: true })
  process.env.TMPDIR = draft
  try {
    await packaged.executablePath()
    const entry = fileURLToPath(import.meta.resolve('@sparticuz/chromium'))
    await inflate(join(dirname(entry), '..', 'bin', 'al2023.tar.br'))
    writeFileSync(join(draft, 'fonts.conf'), fontList(join(folder, 'fonts')))
  } finally {
    if (before === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before
  }
  try {
    renameSync(draft, folder)
  } catch {
    // Another run was faster.
    rmSync(draft, { recursive: true, force: true })
  }
}

/** The package's own list names folders of the service it was made for; without any font, text has no size. */
function fontList(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${folder}</dir>
</fontconfig>
`
}

function canStart(path: string, env: Record<string, string>): boolean {
  const { status } = spawnSync(path, ['--no-sandbox', '--version'], {
    env: { ...process.env, ...env },
    timeout: 20_000,
    stdio: 'ignore',
  })
  return status === 0
}
