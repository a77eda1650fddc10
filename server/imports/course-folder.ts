import { createHash } from 'node:crypto'
import { createReadStream, type Stats } from 'node:fs'
import { lstat, open, readdir, realpath, stat } from 'node:fs/promises'
import { isAbsolute, join, posix, relative, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { AppError } from '../../src/shared/errors/app-error.ts'

export const maxTextBytes = 5 * 1024 * 1024
export const maxMediaBytes = 500 * 1024 * 1024
const maxEntries = 20_000

/** A folder that is read, and never left: every path is checked before a byte behind it is read. */
export interface CourseFolder {
  /** Absolute, symbolic links resolved. */
  readonly root: string
  /** Every file below the folder (hidden ones and `node_modules` aside), sorted the way people number files. */
  readonly files: readonly string[]
  /**
   * The path inside the folder that `reference` names, seen from the file `from`.
   * @throws AppError `bad-input` when it leaves the folder.
   */
  resolve(from: string, reference: string): string
  /** Size and real place of a file, or null where there is none. @throws AppError when a symbolic link leaves the folder. */
  find(path: string): Promise<{ absolutePath: string; sizeBytes: number } | null>
  /** A text file, at most 5 MB of UTF-8. @throws AppError naming the file. */
  readText(path: string): Promise<string>
  /** @throws AppError `too-large` above 500 MB. */
  hash(path: string): Promise<{ sha256: string; sizeBytes: number; absolutePath: string } | null>
}

/** @throws AppError `bad-input` when the folder is missing, is no folder, cannot be read or is empty. */
export async function openCourseFolder(folder: string): Promise<CourseFolder> {
  const root = await realFolder(folder)
  const files = await listFiles(root)
  if (files.length === 0) throw new AppError('bad-input', `${folder} is empty: there is no course in it.`)

  const find = async (path: string) => {
    const absolute = join(root, path)
    let real: string
    try {
      real = await realpath(absolute)
    } catch (error) {
      if (isMissing(error)) return null
      throw unreadable(path, error)
    }
    if (real !== root && !real.startsWith(root + sep)) throw leaves(path, 'a symbolic link leads out of it')
    const stats = await readable(path, () => stat(real))
    return stats.isFile() ? { absolutePath: real, sizeBytes: stats.size } : null
  }

  return {
    root,
    files,
    find,
    resolve: (from, reference) => resolveInside(root, from, reference),
    readText: async (path) => {
      const found = await find(path)
      if (!found) throw new AppError('bad-input', `${path} is not in the folder.`)
      // refused by its size, before anything is read
      if (found.sizeBytes > maxTextBytes) throw tooLarge(path, found.sizeBytes, maxTextBytes)
      return decode(path, await readable(path, () => readAtMost(found.absolutePath, maxTextBytes, path)))
    },
    hash: async (path) => {
      const found = await find(path)
      if (!found) return null
      if (found.sizeBytes > maxMediaBytes) throw tooLarge(path, found.sizeBytes, maxMediaBytes)
      const hash = createHash('sha256')
      await readable(path, () => pipeline(createReadStream(found.absolutePath), hash))
      return { ...found, sha256: hash.digest('hex') }
    },
  }
}

function resolveInside(root: string, from: string, reference: string): string {
  let plain = reference.replace(/[?#].*$/s, '')
  try {
    plain = decodeURIComponent(plain)
  } catch {
    // not percent-encoded after all: a file may have a lone % in its name
  }
  plain = plain.replaceAll('\\', '/')
  if (plain.includes('\u0000')) throw leaves(JSON.stringify(reference), 'it is not a file name')
  if (plain.startsWith('/') || isAbsolute(plain) || /^[a-z]:/i.test(plain) || /^file:/i.test(plain))
    throw leaves(reference, 'it is absolute', from)
  const path = posix.normalize(posix.join(posix.dirname(from), plain))
  if (path === '..' || path.startsWith('../')) throw leaves(reference, 'it points outside', from)
  // what the operating system makes of it must agree
  const inside = relative(root, join(root, path))
  if (inside.startsWith('..') || isAbsolute(inside)) throw leaves(reference, 'it points outside', from)
  return path
}

async function realFolder(folder: string): Promise<string> {
  try {
    const root = await realpath(folder)
    if (!(await stat(root)).isDirectory())
      throw new AppError('bad-input', `${folder} is a file. A course is a folder of Markdown files.`)
    return root
  } catch (error) {
    if (error instanceof AppError) throw error
    if (isMissing(error)) throw new AppError('bad-input', `There is no folder ${folder}.`)
    throw unreadable(folder, error)
  }
}

async function listFiles(root: string): Promise<string[]> {
  const found: string[] = []
  const waiting = ['']
  for (let folder = waiting.shift(); folder !== undefined; folder = waiting.shift()) {
    const here = folder
    const entries = await readable(here || '.', () => readdir(join(root, here)))
    for (const name of entries) {
      if (name.startsWith('.') || name === 'node_modules') continue
      const path = here === '' ? name : `${here}/${name}`
      const stats: Stats = await readable(path, () => lstat(join(root, path)))
      if (stats.isDirectory()) waiting.push(path)
      else if (stats.isFile() || stats.isSymbolicLink()) found.push(path)
      if (found.length + waiting.length > maxEntries)
        throw new AppError(
          'too-large',
          `The folder has more than ${maxEntries} files. Is it a course folder?`,
        )
    }
  }
  const byNumber = new Intl.Collator('en', { numeric: true })
  return found.sort((a, b) => byNumber.compare(a, b))
}

/** Reads through one handle and stops at the limit, should the file have grown since it was measured. */
async function readAtMost(absolutePath: string, limit: number, path: string): Promise<Uint8Array> {
  const handle = await open(absolutePath, 'r')
  try {
    const { size } = await handle.stat()
    if (size > limit) throw tooLarge(path, size, limit)
    return await handle.readFile()
  } finally {
    await handle.close()
  }
}

function decode(path: string, bytes: Uint8Array): string {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new AppError('bad-input', `${path} is not UTF-8 text. Save it as UTF-8 and import again.`, {
      cause,
    })
  }
  if (text.includes('\u0000')) throw new AppError('bad-input', `${path} is not a text file.`)
  return text.replace(/\r\n?/g, '\n')
}

async function readable<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof AppError ? error : unreadable(path, error)
  }
}

function unreadable(path: string, cause: unknown): AppError {
  const why = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : ''
  return new AppError('bad-input', `${path} cannot be read${why}.`, { cause })
}

function leaves(path: string, why: string, from?: string): AppError {
  const where = from ? ` (named in ${from})` : ''
  return new AppError('bad-input', `${path}${where} leaves the course folder: ${why}. It was not read.`)
}

function tooLarge(path: string, size: number, limit: number): AppError {
  const megabytes = (bytes: number) => `${(bytes / 1_048_576).toFixed(bytes < 10_485_760 ? 1 : 0)} MB`
  return new AppError(
    'too-large',
    `${path} has ${megabytes(size)}; at most ${megabytes(limit)} are accepted.`,
  )
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')
}
