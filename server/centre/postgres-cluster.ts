import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chown, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../src/shared/errors/app-error.ts'
import type { PostgresPlace } from './postgres-place.ts'
import { isPostmasterOf, namedPostmaster, orphansEnded, stopPostmaster } from './postgres-process.ts'
import { writeFileAtomically } from './write-file-atomically.ts'

export const clusterUser = 'brainix'

const UNFINISHED = 'data.new-'

/**
 * Makes sure there is a whole cluster in `<place>/data`, and returns the password of its user.
 *
 * `initdb` works in a folder of another name, which gets its own only when it is complete; so `data` is never half a
 * cluster of our making, and what an interrupted first start left behind can be thrown away. A `data` that came about
 * in any other way and is no cluster is moved aside, not deleted.
 * @throws AppError `unavailable` when Postgres' initdb fails, `damaged` when the password of an existing cluster is gone.
 */
export async function ensureCluster(place: PostgresPlace, log: (line: string) => void): Promise<string> {
  const data = join(place.folder, 'data')
  for (const name of await readdir(place.folder))
    if (name.startsWith(UNFINISHED))
      await rm(join(place.folder, name), { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })

  if (existsSync(data) && !isCluster(data)) {
    const aside = `${data}.unusable-${Date.now()}`
    await rename(data, aside)
    log(`The database folder was no complete Postgres cluster; it was moved to ${aside}`)
  }
  const passwordFile = join(place.folder, 'password')
  if (existsSync(data)) {
    const password = await readFile(passwordFile, 'utf8').catch(() => '')
    if (password === '')
      throw new AppError('damaged', `The password of the centre's database is missing: ${passwordFile}`)
    return password
  }
  log('Creating the database (first start)')
  const password = randomBytes(24).toString('base64url')
  await writeFileAtomically(passwordFile, password, 0o600)
  await initialise(place, data, password)
  return password
}

/**
 * Makes an existing cluster free to be started: a postmaster of it that is still running (its centre was killed) is
 * stopped, and a `postmaster.pid` that names some other program is removed.
 * @throws AppError `unavailable` when what still runs there does not end.
 */
export async function clearLeftovers(data: string, log: (line: string) => void): Promise<void> {
  const pidFile = join(data, 'postmaster.pid')
  const pid = await namedPostmaster(pidFile)
  if (pid !== null && (await isPostmasterOf(pid, data))) {
    log('Stopping the database that an earlier centre left running')
    if (!(await stopPostmaster(pid))) throw stillRunning(pid)
  }
  // only once nobody works in the folder any more: the file is also how Postgres itself would notice
  if (!(await orphansEnded(data, 15_000))) throw stillRunning(pid)
  await rm(pidFile, { force: true })
}

/** PG_VERSION is among the first files initdb writes, and the control file among the last. */
function isCluster(data: string): boolean {
  return ['PG_VERSION', 'postgresql.conf', join('global', 'pg_control')].every((name) =>
    existsSync(join(data, name)),
  )
}

async function initialise(place: PostgresPlace, data: string, password: string): Promise<void> {
  const growing = join(place.folder, UNFINISHED + randomBytes(4).toString('hex'))
  const passwordFile = `${growing}.password`
  await writeFileAtomically(passwordFile, password, 0o600)
  if (place.runAs) await chown(passwordFile, place.runAs.uid, place.runAs.gid)
  try {
    await initdb(place, [
      `--pgdata=${growing}`,
      `--username=${clusterUser}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // the same sorting and letter case on every machine, whatever locales it has
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-instructions',
    ])
    await rename(growing, data)
  } finally {
    await rm(passwordFile, { force: true })
    await rm(growing, { recursive: true, force: true })
  }
}

function initdb(place: PostgresPlace, args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(place.binaries.initdb, args, {
      ...place.runAs,
      cwd: place.folder,
      env: postgresEnvironment(),
      stdio: ['ignore', 'ignore', 'pipe'],
      windowsHide: true,
    })
    let said = ''
    child.stderr.on('data', (chunk) => {
      said += String(chunk)
    })
    child.once('error', (cause) => reject(failed(cause)))
    child.once('close', (code) => (code === 0 ? resolve() : reject(failed(new Error(said.slice(-2000))))))
  })
}

/** Ours without what would redirect Postgres, and with plain English messages, which are read. */
export function postgresEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG)/.test(name))
  return { ...Object.fromEntries(kept), LC_ALL: 'C' }
}

function failed(cause: Error): AppError {
  return new AppError('unavailable', `Postgres could not create the centre's database: ${cause.message}`, {
    cause,
  })
}

function stillRunning(pid: number | null): AppError {
  return new AppError(
    'unavailable',
    `The centre's database is still in use by an earlier Postgres${pid === null ? '' : ` (process ${pid})`} that does not end.`,
  )
}
