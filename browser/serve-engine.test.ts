import { fork } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { expect, it, vi } from 'vitest'
import { createMultiplexer } from './multiplexer.ts'

it('an engine whose shell goes while it is talking ends quietly', async () => {
  const home = mkdtempSync(join(tmpdir(), 'brainix-talking-'))
  const entry = fileURLToPath(new URL('../tests/support/fake-engine/talking.ts', import.meta.url))
  const child = fork(entry, [home], { serialization: 'advanced', stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
  const said = Promise.all([child.stdout, child.stderr].map((stream) => (stream ? text(stream) : '')))
  const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve(code ?? signal)))
  try {
    const channel = createMultiplexer(
      (message) => child.send(message),
      () => undefined,
    )
    channel.open('host')
    channel.open('control')
    await new Promise((resolve) => child.once('message', resolve)) // ready
    channel.open('page')
    await vi.waitFor(() => expect(existsSync(join(home, 'talking'))).toBe(true), { timeout: 60_000 })
    child.disconnect()
    writeFileSync(join(home, 'gone'), '')
    expect(await ended).toBe(0)
    expect(await said).toEqual(['', ''])
  } finally {
    child.kill('SIGKILL')
    rmSync(home, { recursive: true, force: true })
  }
}, 120_000)
