import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findElectron } from './electron-binary.ts'
import { readStartOptions } from './start-options.ts'

test('by itself a start runs a centre and opens the browser; a centre elsewhere takes its place', () => {
  expect(readStartOptions([], {})).toMatchObject({ browser: false, open: true, centre: true, shellArgs: [] })
  expect(readStartOptions([], { BRAINIX_GATEWAY_URL: 'https://centre' })).toMatchObject({ centre: false })
  expect(readStartOptions(['--no-centre', '--no-open', '--browser'], {})).toMatchObject({
    browser: true,
    open: false,
    centre: false,
  })
})

test('what is for the shell is passed on, and an unknown option is named', () => {
  expect(readStartOptions(['--port', '4400', '--status-file', 's.json'], {}).shellArgs).toEqual([
    '--port',
    '4400',
    '--status-file',
    's.json',
  ])
  expect(() => readStartOptions(['--colour'], {})).toThrow('--colour')
})

test('Electron is used only where its binary is, and a window can be shown', () => {
  const root = mkdtempSync(join(tmpdir(), 'brainix-electron-'))
  const env = { DISPLAY: ':0' }
  try {
    expect(findElectron(root, env, 1000)).toMatchObject({
      kind: 'none',
      reason: expect.stringContaining('binary'),
    })
    const folder = join(root, 'node_modules', 'electron')
    mkdirSync(join(folder, 'dist'), { recursive: true })
    writeFileSync(join(folder, 'path.txt'), 'brainix-electron')
    expect(findElectron(root, env, 1000)).toMatchObject({ kind: 'none' })
    writeFileSync(join(folder, 'dist', 'brainix-electron'), '')
    expect(findElectron(root, env, 1000)).toEqual({
      kind: 'electron',
      path: join(folder, 'dist', 'brainix-electron'),
    })
    expect(findElectron(root, env, 0)).toMatchObject({
      kind: 'none',
      reason: expect.stringContaining('root'),
    })
    if (process.platform === 'linux')
      expect(findElectron(root, {}, 1000)).toMatchObject({
        kind: 'none',
        reason: expect.stringContaining('display'),
      })
  } finally {
    rmSync(root, { recursive: true })
  }
})
