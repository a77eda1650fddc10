import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { importCycles } from './import-cycles.ts'
import { importViolations } from './import-rules.ts'
import { scanModules } from './scan-modules.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folders = ['src', 'electron', 'browser', 'server', 'drizzle', 'tests', 'bench', 'scripts']
const modules = scanModules(root, folders)

describe('the house as it stands', () => {
  test('the checker sees it', () => {
    expect(modules.length).toBeGreaterThan(150)
    for (const folder of [
      'src/shared/',
      'src/engine/',
      'src/renderer/',
      'server/',
      'electron/',
      'browser/',
      'drizzle/',
    ])
      expect(modules.filter(({ path }) => path.startsWith(folder)).length, folder).toBeGreaterThan(4)
    expect(modules.flatMap(({ imports }) => imports).length).toBeGreaterThan(modules.length * 2)
  })

  test('every relative import names a file that exists', () => {
    const missing = modules.flatMap(({ path, imports }) =>
      imports
        .filter(({ kind, target }) => kind === 'file' && !existsSync(join(root, target)))
        // Text inside a test's fixtures folder or the built app is not a module of ours.
        .filter(({ target }) => !target.startsWith('out/'))
        .map(({ target }) => `${path} imports ${target}`),
    )
    expect(missing).toEqual([])
  })

  test('no room imports what the plan does not allow it', () => {
    expect(importViolations(modules)).toEqual([])
  })

  test('no files import each other in a ring', () => {
    expect(importCycles(modules)).toEqual([])
  })

  test('there are no barrels', () => {
    expect(modules.filter(({ isBarrel }) => isBarrel).map(({ path }) => path)).toEqual([])
  })

  test('the top level holds what the plan shows, and nothing else', () => {
    const planned = [
      'package.json',
      'package-lock.json',
      'tsconfig.json',
      'electron.vite.config.ts',
      'README.md',
    ]
    planned.push(
      'electron',
      'browser',
      'src',
      'server',
      'drizzle',
      'resources',
      'tests',
      'docs',
      'bench',
      'scripts',
    )
    const known = new Set([
      ...planned,
      '.ci',
      '.git',
      '.gitignore',
      '.npmrc',
      'node_modules',
      'out',
      '.cache',
      'test-results',
    ])
    expect(readdirSync(root).filter((name) => !known.has(name))).toEqual([])
    expect(planned.filter((name) => !existsSync(join(root, name)))).toEqual([])
  })
})

describe('the checker itself', () => {
  /** Lays files into a house of their own and checks it. */
  function check(files: Record<string, string>) {
    const folder = mkdtempSync(join(tmpdir(), 'brainix-house-'))
    try {
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(join(folder, dirname(path)), { recursive: true })
        writeFileSync(join(folder, path), text)
      }
      const scanned = scanModules(folder, [
        ...new Set(Object.keys(files).map((path) => path.split('/')[0] ?? '')),
      ])
      return { violations: importViolations(scanned), cycles: importCycles(scanned), scanned }
    } finally {
      rmSync(folder, { recursive: true })
    }
  }

  test.each([
    ['src/shared/domain/a.ts', "import { readFileSync } from 'node:fs'", 'node:fs'],
    ['src/shared/domain/a.ts', "import type { Db } from '../../engine/db/open.ts'", 'src/engine/db/open.ts'],
    ['src/engine/sync/a.ts', "import { list } from '../queries/list.ts'", 'src/engine/queries/list.ts'],
    ['src/engine/queries/a.ts', "export * from '../outbox/queue.ts'", 'src/engine/outbox/queue.ts'],
    ['src/engine/db/a.ts', "const { app } = await import('electron')", 'electron'],
    ['src/engine/media/a.ts', "type Pool = import('pg').Pool", 'pg'],
    ['src/renderer/data/a.ts', "import Database from 'better-sqlite3'", 'better-sqlite3'],
    [
      'src/renderer/ui/a.tsx',
      "import path from 'node:path'; export const A = () => <p>{path.sep}</p>",
      'node:path',
    ],
    ['src/renderer/ui/a.ts', "import { useNotes } from '../data/hooks.ts'", 'src/renderer/data/hooks.ts'],
    ['src/renderer/features/quiz/a.ts', "import '../notes/b.ts'", 'src/renderer/features/notes/b.ts'],
    ['src/renderer/app/a.ts', "import { x } from '../../engine/engine.ts'", 'src/engine/engine.ts'],
    ['electron/main/a.ts', "import { openEngine } from '../../src/engine/engine.ts'", 'src/engine/engine.ts'],
    ['electron/preload/a.ts', "import { readFileSync } from 'node:fs'", 'node:fs'],
    ['browser/a.ts', "import { app } from 'electron'", 'electron'],
    [
      'browser/a.ts',
      "import { writeDoor } from '../src/engine/db/write-door.ts'",
      'src/engine/db/write-door.ts',
    ],
    ['server/http/a.ts', "import { openEngine } from '../../src/engine/engine.ts'", 'src/engine/engine.ts'],
    ['server/http/a.ts', "const React = require('react')", 'react'],
    ['drizzle/schema/a.ts', "import { pull } from '../../server/pull/pull.ts'", 'server/pull/pull.ts'],
  ])('finds a planted violation: %s with %s', (path, text, target) => {
    expect(check({ [path]: text }).violations).toEqual([`${path} may not import ${target}`])
  })

  test('lets through what the plan allows', () => {
    const { violations } = check({
      'src/shared/domain/a.ts': "import { z } from 'zod'",
      'src/engine/mutations/a.ts': "import { queue } from '../outbox/queue.ts'; import '../db/write-door.ts'",
      'src/engine/engine.ts': "import './sync/run.ts'; import './queries/list.ts'; import 'better-sqlite3'",
      'src/renderer/features/quiz/a.ts': "import './b.ts'; import '../../data/hooks.ts'; import 'react'",
      'src/renderer/features/quiz/a.test.ts':
        "import { beforeAll } from 'vitest'; import '../../../../tests/support/x.ts'",
      'electron/engine/a.ts': "import { openEngine } from '../../src/engine/engine.ts'; import 'electron'",
      'server/push/a.ts':
        "import '../../src/shared/domain/a.ts'; import '../../drizzle/schema/people.ts'; import 'pg'",
    })
    expect(violations).toEqual([])
  })

  test('finds a file in no room', () => {
    expect(check({ 'src/extra/a.ts': '' }).violations).toEqual(['src/extra/a.ts is in no room of the plan'])
  })

  test('finds a ring, also one closed by a type or a late import', () => {
    const { cycles } = check({
      'server/a.ts': "import './b.ts'",
      'server/b.ts': "import type { C } from './c.ts'",
      'server/c.ts': "const a = () => import('./a.ts')",
      'server/d.ts': "import './a.ts'",
    })
    expect(cycles).toEqual([['server/a.ts', 'server/b.ts', 'server/c.ts']])
  })

  test('finds a barrel', () => {
    const { scanned } = check({
      'server/index.ts': "export * from './a.ts'\nexport { b } from './b.ts'",
      'server/a.ts': "export * from './b.ts'\nexport const a = 1",
    })
    expect(scanned.filter(({ isBarrel }) => isBarrel).map(({ path }) => path)).toEqual(['server/index.ts'])
  })
})
