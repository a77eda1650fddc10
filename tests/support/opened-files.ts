import { readdir, readlink } from 'node:fs/promises'

/** How often this process has a file open; 0 where the system does not say. */
export async function openedFiles(path: string): Promise<number> {
  const links = await readdir('/proc/self/fd').catch(() => [])
  const targets = await Promise.all(links.map((link) => readlink(`/proc/self/fd/${link}`).catch(() => '')))
  return targets.filter((target) => target === path).length
}
