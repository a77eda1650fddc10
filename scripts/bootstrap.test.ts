import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { whatIsMissing } from './bootstrap.mjs'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'brainix-install-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const locked = {
  '': { version: '1.0.0' },
  'node_modules/zod': { version: '4.0.0' },
  'node_modules/a/node_modules/@x/b': { version: '2.0.0' },
  'node_modules/only-on-another-system': { version: '1.0.0', optional: true },
}

function lay(installed: object | null): string | null {
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages: locked }))
  mkdirSync(join(folder, 'node_modules'), { recursive: true })
  if (installed)
    writeFileSync(join(folder, 'node_modules', '.package-lock.json'), JSON.stringify({ packages: installed }))
  return whatIsMissing(folder)
}

test('what the lock file names is complete, packages for other systems left out', () => {
  const { '': _root, 'node_modules/only-on-another-system': _optional, ...rest } = locked
  expect(lay(rest)).toBeNull()
})

test('nothing installed, or an installation that was interrupted before its record, is installed', () => {
  expect(lay(null)).toBe('nothing is installed yet')
})

test('a package that is missing or of another version is named', () => {
  expect(lay({ 'node_modules/zod': { version: '4.0.0' } })).toBe('@x/b 2.0.0')
  expect(lay({ ...locked, 'node_modules/zod': { version: '3.9.0' } })).toBe('zod 4.0.0')
})
