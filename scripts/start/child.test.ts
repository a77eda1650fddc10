import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Child, startChild } from './child.ts'

let folder: string
let lines: string[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'brainix-child-'))
  lines = []
})
afterEach(() => rmSync(folder, { recursive: true }))

function start(script: string): Promise<Child> {
  return startChild({
    command: process.execPath,
    args: ['-e', script],
    cwd: folder,
    env: process.env,
    logFile: join(folder, 'child.log'),
    onLine: (line) => lines.push(line),
  })
}

async function until(isIt: () => boolean): Promise<void> {
  for (let left = 200; left > 0 && !isIt(); left -= 1) await new Promise((resolve) => setTimeout(resolve, 20))
  expect(isIt()).toBe(true)
}

test('every line is told as it appears and kept in the log, the last one without an end too', async () => {
  const child = await start("console.log('füer'); console.error('two'); process.stdout.write('three')")
  expect(await child.ended).toBe(0)
  expect(lines).toEqual(['füer', 'two', 'three'])
  expect(readFileSync(join(folder, 'child.log'), 'utf8')).toBe('füer\ntwo\nthree')
})

test('a process asked to end may finish first; one that does not is killed with all it started', async () => {
  const willing = await start(
    "process.on('SIGTERM', () => process.exit(7)); setInterval(() => {}, 99); console.log('up')",
  )
  await until(() => lines.includes('up'))
  await willing.stop(5_000)
  expect(await willing.ended).toBe(7)

  const grandchild =
    "require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 99)']).pid"
  const stubborn = await start(
    `process.on('SIGTERM', () => {}); console.log('pid ' + ${grandchild}); setInterval(() => {}, 99)`,
  )
  await until(() => lines.some((line) => line.startsWith('pid ')))
  const pid = Number(lines.find((line) => line.startsWith('pid '))?.slice(4))
  await stubborn.stop(100)
  expect(await stubborn.ended).toBe('SIGKILL')
  await until(() => {
    try {
      return readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')
    } catch {
      return true
    }
  })
})

test('a command that does not exist is an error', async () => {
  const options = {
    args: [],
    cwd: folder,
    env: process.env,
    logFile: join(folder, 'x.log'),
    onLine: () => undefined,
  }
  await expect(startChild({ ...options, command: join(folder, 'nothing') })).rejects.toThrow('ENOENT')
})
