import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { recoverFromEarlierStart, writeRunningFile } from './running-file.ts'

let folder: string
let path: string
let children: ChildProcess[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'brainix-running-'))
  path = join(folder, 'running.json')
  children = []
})
afterEach(() => {
  for (const child of children) child.kill('SIGKILL')
  rmSync(folder, { recursive: true })
})

/** A process that shows `mark` in its command line, and says when it is up. */
async function sleeper(mark: string, script = ''): Promise<{ pid: number; ended: Promise<unknown> }> {
  const code = `${script};setInterval(() => {}, 1000);console.log('up')`
  const child = spawn(process.execPath, ['-e', code, mark], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  })
  children.push(child)
  const ended = new Promise((resolve) =>
    child.once('exit', (exitCode, signal) => resolve(signal ?? exitCode)),
  )
  await new Promise((resolve) => child.stdout.once('data', resolve))
  return { pid: child.pid ?? 0, ended }
}
const nobody = { pid: 2 ** 22 - 1, command: 'scripts/start' }

test.skipIf(process.platform === 'win32')(
  'what a killed start left is ended, and a stubborn part is killed',
  async () => {
    const willing = await sleeper('brainix-part')
    const stubborn = await sleeper('brainix-part', "process.on('SIGTERM', () => {})")
    const parts = [willing, stubborn].map(({ pid }) => ({ pid, command: 'brainix-part' }))
    writeRunningFile(path, { starter: nobody, parts })
    expect(await recoverFromEarlierStart(path, 300)).toBeNull()
    expect(await willing.ended).toBe('SIGTERM')
    expect(await stubborn.ended).toBe('SIGKILL')
    expect(existsSync(path)).toBe(false)
  },
)

test('a process that took over the number of one of ours is left alone', async () => {
  const stranger = await sleeper('somebody-elses')
  writeRunningFile(path, { starter: nobody, parts: [{ pid: stranger.pid, command: 'brainix-part' }] })
  expect(await recoverFromEarlierStart(path, 100)).toBeNull()
  expect(() => process.kill(stranger.pid, 0)).not.toThrow()
})

test.skipIf(process.platform === 'win32')(
  'a start that still runs is named, and its parts go on',
  async () => {
    const starter = await sleeper('scripts/start')
    const part = await sleeper('brainix-part')
    writeRunningFile(path, {
      starter: { pid: starter.pid, command: 'scripts/start' },
      parts: [{ pid: part.pid, command: 'brainix-part' }],
    })
    expect(await recoverFromEarlierStart(path, 100)).toBe(starter.pid)
    expect(() => process.kill(part.pid, 0)).not.toThrow()
    expect(existsSync(path)).toBe(true)
  },
)

test('no file, or one cut short by a power cut, is no earlier start', async () => {
  expect(await recoverFromEarlierStart(path, 100)).toBeNull()
  writeFileSync(path, '{"starter":{"pid":12')
  expect(await recoverFromEarlierStart(path, 100)).toBeNull()
})
