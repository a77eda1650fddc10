import { randomUUID } from 'node:crypto'
import { chmod, copyFile, mkdir, readdir, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'

/** Copies made longer ago than this are gone with the next one: whoever had them open has read them. */
const keptMs = 7 * 86_400_000

/**
 * Opens a copy of a file, so that no other program ever holds or changes the stored one.
 * @param open answers with an empty text, or with what went wrong. @returns whether it was opened.
 */
export async function openCopy(
  file: { path: string; name: string },
  folder: string,
  open: (path: string) => Promise<string>,
  nowMs: number = Date.now(),
): Promise<boolean> {
  await removeOld(folder, nowMs)
  const place = join(folder, randomUUID())
  await mkdir(place, { recursive: true, mode: 0o700 })
  const copy = join(place, basename(file.name))
  await copyFile(file.path, copy)
  await chmod(copy, 0o600)
  return (await open(copy)) === ''
}

async function removeOld(folder: string, nowMs: number): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name)
    const { mtimeMs } = await stat(path)
    if (nowMs - mtimeMs > keptMs) await rm(path, { recursive: true, force: true })
  }
}
