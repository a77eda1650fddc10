import { copyFileSync, existsSync, mkdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import Database from 'better-sqlite3'

/** Thrown into whatever touches the database of a process that was killed. Nothing of it reaches the disk. */
export class Killed extends Error {
  override readonly name = 'Killed'
}

interface Watched {
  handles: Set<Database.Database>
  dead: boolean
  /** Statements until the process is killed; null for never. */
  killIn: number | null
  /** Writes until the disk is full; null for never. */
  fullIn: number | null
  onKill: () => void
}

const watched = new Map<string, Watched>()

/** Looks after the database of a process about to start. Its handles are found when it opens them. */
export function watchDatabase(file: string, onKill: () => void): Watched {
  const entry: Watched = { handles: new Set(), dead: false, killIn: null, fullIn: null, onKill }
  watched.set(file, entry)
  return entry
}

/** The process is gone: what is left of it finds its database closed. What the disk held is copied aside first. */
export function killProcess(entry: Watched, file: string): string {
  const image = `${dirname(file)}.crashed`
  if (!entry.dead) {
    mkdirSync(image, { recursive: true })
    for (const name of [file, `${file}-wal`])
      if (existsSync(name)) copyFileSync(name, join(image, basename(name)))
    entry.dead = true
    entry.killIn = null
  }
  return image
}

export function closeHandles(entry: Watched): void {
  entry.dead = true
  for (const handle of entry.handles) if (handle.open) close.call(handle)
  entry.handles.clear()
}

/** How full the disk may get: pages beyond the present ones; null for no limit. */
export function limitDisk(entry: Watched, extraPages: number | null): void {
  for (const handle of entry.handles) {
    if (handle.readonly || !handle.open) continue
    looksOn(() => {
      const pages = Number(handle.pragma('page_count', { simple: true }))
      handle.pragma(`max_page_count = ${extraPages === null ? 1_073_741_823 : pages + extraPages}`)
    })
  }
}

/** Statements that put something on the disk. Going back needs no space. */
const needsSpace = /^\s*(insert|update|delete|replace|commit|create|alter|drop)/i

let looking = false

/** Looks at a database without being part of the process it belongs to. */
export function looksOn<T>(look: () => T): T {
  const before = looking
  looking = true
  try {
    return look()
  } finally {
    looking = before
  }
}

const { prepare, exec, pragma, close } = Database.prototype

/** The one place that stands between the engine and SQLite. Installed once a process. */
export function installCrashPoints(): void {
  const through = (database: Database.Database) => {
    const entry = looking ? undefined : watched.get(database.name)
    if (!entry) return
    if (entry.dead) throw new Killed('the process was killed')
    if (entry.killIn === null) return
    entry.killIn -= 1
    if (entry.killIn > 0) return
    entry.onKill()
    throw new Killed('the process was killed')
  }
  const writes = (database: Database.Database, source: string) => {
    const entry = looking || database.readonly ? undefined : watched.get(database.name)
    if (entry?.fullIn == null || !needsSpace.test(source)) return
    entry.fullIn = Math.max(0, entry.fullIn - 1)
    if (entry.fullIn === 0) throw new Database.SqliteError('database or disk is full', 'SQLITE_FULL')
  }
  const found = (database: Database.Database) => {
    if (!looking) watched.get(database.name)?.handles.add(database)
  }
  Database.prototype.prepare = function (this: Database.Database, source: string) {
    found(this)
    return prepare.call(this, source)
  } as typeof prepare
  Database.prototype.pragma = function (this: Database.Database, source, options) {
    found(this)
    if (!looking && watched.get(this.name)?.dead) throw new Killed('the process was killed')
    return pragma.call(this, source, options)
  }
  Database.prototype.exec = function (this: Database.Database, source) {
    through(this)
    writes(this, source)
    return exec.call(this, source)
  }
  const memory = new Database(':memory:')
  const statements: Database.Statement = Object.getPrototypeOf(memory.prepare('SELECT 1'))
  memory.close()
  const { run, get, all } = statements
  statements.run = function (this: Database.Statement, ...values: unknown[]) {
    through(this.database)
    writes(this.database, this.source)
    return run.apply(this, values)
  }
  statements.get = function (this: Database.Statement, ...values: unknown[]) {
    through(this.database)
    return get.apply(this, values)
  }
  statements.all = function (this: Database.Statement, ...values: unknown[]) {
    through(this.database)
    return all.apply(this, values)
  }
}
