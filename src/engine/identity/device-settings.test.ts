import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { defaultSettings } from '../../shared/contract/settings.ts'
import { DeviceSettings } from './device-settings.ts'

let folder: string
let path: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'brainix-settings-'))
  path = join(folder, 'settings.json')
})
afterEach(() => rmSync(folder, { recursive: true }))

test('what was chosen is there after a new start, and nothing else lies about', () => {
  new DeviceSettings(path).change('amina', { language: 'ar', readingSizePx: 23 })
  expect(new DeviceSettings(path).of('amina')).toEqual({
    ...defaultSettings,
    language: 'ar',
    readingSizePx: 23,
  })
  expect(readdirSync(folder)).toEqual(['settings.json'])
})

test('two people of one device have settings of their own', () => {
  const settings = new DeviceSettings(path)
  settings.change('amina', { theme: 'dark', shareUsage: true, readingFont: 'legible' })
  settings.change('ben', { theme: 'light' })
  expect(settings.of('amina')).toMatchObject({ theme: 'dark', shareUsage: true })
  expect(settings.of('ben')).toMatchObject({ theme: 'light', shareUsage: false, readingFont: 'serif' })
})

test('somebody new finds the language of the door, and has agreed to nothing', () => {
  const settings = new DeviceSettings(path)
  settings.change('amina', { language: 'es', theme: 'dark', shareUsage: true, lineWidth: 'wide' })
  expect(settings.of('chen')).toEqual({ ...defaultSettings, language: 'es', theme: 'dark' })
  settings.change(null, { language: 'ar' })
  expect(settings.of(null).language).toBe('ar')
  expect(settings.of('amina').language).toBe('es')
})

test('one field that cannot be read is as by default, and the others stay', () => {
  const amina = { ...defaultSettings, language: 'es', theme: 'sepia', readingSizePx: 1000 }
  writeFileSync(path, JSON.stringify({ last: amina, people: { amina } }))
  expect(new DeviceSettings(path).of('amina')).toEqual({ ...defaultSettings, language: 'es' })
})

test('an empty or damaged file is no reason not to start', () => {
  for (const text of ['', '{', '[]', '{"people":7}', '{"people":{"amina":null}}']) {
    writeFileSync(path, text)
    expect(new DeviceSettings(path).of('amina')).toEqual(defaultSettings)
  }
})
