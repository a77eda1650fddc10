import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { killGroup } from './child.ts'

const processMark = z.object({
  pid: z.number().int().positive(),
  /** A piece of its command line: process ids are used again by others. */
  command: z.string().min(1),
})
const runningFile = z.object({ starter: processMark, parts: z.array(processMark) })
export type ProcessMark = z.infer<typeof processMark>
export type RunningFile = z.infer<typeof runningFile>

/** Remembers which processes belong to this start, for the case that nobody gets to end them. */
export function writeRunningFile(path: string, running: RunningFile): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  writeFileSync(path, JSON.stringify(running), { mode: 0o600 })
}

export function removeRunningFile(path: string): void {
  rmSync(path, { force: true })
}

/**
 * Deals with what an earlier start left: the pid of one that still runs, or null after ending the parts of one that
 * was killed. A process is only ever touched when its command line says that it is ours.
 */
export async function recoverFromEarlierStart(path: string, graceMs: number): Promise<number | null> {
  const earlier = read(path)
  if (!earlier) return null
  if (earlier.starter.pid !== process.pid && isOurs(earlier.starter)) return earlier.starter.pid
  const left = earlier.parts.filter(isOurs)
  for (const part of left) process.kill(part.pid, 'SIGTERM')
  const deadline = Date.now() + graceMs
  while (left.some(isOurs) && Date.now() < deadline) await sleep(50)
  for (const part of left.filter(isOurs)) killGroup(part.pid)
  removeRunningFile(path)
  return null
}

function read(path: string): RunningFile | null {
  try {
    return runningFile.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    // None, or half-written by a machine that lost power: its processes are gone with it.
    return null
  }
}

function isOurs(mark: ProcessMark): boolean {
  return commandLine(mark.pid)?.includes(mark.command) ?? false
}

function commandLine(pid: number): string | null {
  try {
    if (process.platform === 'linux')
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ') || null
    if (process.platform === 'win32') return null
    const { status, stdout } = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
    return status === 0 ? stdout : null
  } catch {
    return null
  }
}
