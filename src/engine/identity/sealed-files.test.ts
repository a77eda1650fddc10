import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import {
  type AfterStep,
  sealFiles,
  sealKeyBytes,
  sealState,
  setSealedAside,
  unsealFiles,
} from './sealed-files.ts'

const key = randomBytes(sealKeyBytes)
const content = {
  'brainix.sqlite': randomBytes(2_500_000),
  'brainix.sqlite-wal': Buffer.from('what was not yet in it'),
  'brainix.sqlite.before-0003': Buffer.alloc(0),
}
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'brainix-seal-'))
  for (const [name, bytes] of Object.entries(content)) writeFileSync(join(folder, name), bytes)
  writeFileSync(join(folder, 'brainix.sqlite-shm'), 'shared memory')
  writeFileSync(join(folder, 'brainix.sqlite.in-use'), '')
})
afterEach(() => rmSync(folder, { recursive: true }))

function expectOpen(): void {
  expect(sealState(folder)).toEqual({ sealed: false, plain: true, openable: true })
  for (const [name, bytes] of Object.entries(content))
    expect(readFileSync(join(folder, name)).equals(bytes), name).toBe(true)
}

class PowerCut extends Error {}

/** Runs the work again and again, cut off after its first step, its second, and so on, until it gets through. */
function cutEverywhere(work: (after: AfterStep) => void, then: (step: string) => void): string[] {
  const steps: string[] = []
  for (let last = 0; ; last++) {
    let taken = 0
    try {
      work((step) => {
        if (taken++ < last) return
        steps.push(step)
        throw new PowerCut()
      })
      return steps
    } catch (error) {
      if (!(error instanceof PowerCut)) throw error
      then(steps.at(-1) ?? '')
    }
  }
}

it('seals every file of the database, and nothing of them can be read', () => {
  sealFiles(folder, key)
  expect(readdirSync(folder).sort()).toEqual([
    'brainix.sqlite-wal.sealed',
    'brainix.sqlite.before-0003.sealed',
    'brainix.sqlite.in-use',
    'brainix.sqlite.sealed',
  ])
  const sealed = readFileSync(join(folder, 'brainix.sqlite-wal.sealed'))
  expect(sealed.includes('not yet')).toBe(false)
  unsealFiles(folder, key)
  expectOpen()
})

it('a power cut after any step of sealing loses nothing', () => {
  const steps = cutEverywhere(
    (after) => sealFiles(folder, key, after),
    () => {
      unsealFiles(folder, key)
      expectOpen()
    },
  )
  expect(steps).toHaveLength(3 * Object.keys(content).length)
})

it('sealing that was cut off is finished by sealing again', () => {
  const steps = cutEverywhere(
    (after) => sealFiles(folder, key, after),
    () => {
      sealFiles(folder, key)
      expect(sealState(folder)).toEqual({ sealed: true, plain: false, openable: false })
      unsealFiles(folder, key)
      expectOpen()
    },
  )
  expect(steps.length).toBeGreaterThan(0)
})

it('a power cut after any step of opening loses nothing, whether opening or sealing comes next', () => {
  for (const next of [unsealFiles, sealFiles])
    cutEverywhere(
      (after) => {
        sealFiles(folder, key)
        unsealFiles(folder, key, after)
      },
      () => {
        next(folder, key)
        unsealFiles(folder, key)
        expectOpen()
      },
    )
  expectOpen()
})

it('wherever the power goes, a database is never plain without its journal', () => {
  const whole = () => {
    const names = readdirSync(folder)
    if (names.includes('brainix.sqlite')) expect(names).toContain('brainix.sqlite-wal')
  }
  sealFiles(folder, key, whole)
  unsealFiles(folder, key, whole)
  expectOpen()
})

it('the journal of an older state is not sealed beside a newer one', () => {
  sealFiles(folder, key)
  const old = readFileSync(join(folder, 'brainix.sqlite-wal.sealed'))
  unsealFiles(folder, key)
  rmSync(join(folder, 'brainix.sqlite-wal'))
  writeFileSync(join(folder, 'brainix.sqlite-wal.sealed'), old)
  sealFiles(folder, key)
  unsealFiles(folder, key)
  expect(readdirSync(folder)).not.toContain('brainix.sqlite-wal')
})

it('a sealed file that was changed, cut short, renamed or locked with another key stays where it is', () => {
  sealFiles(folder, key)
  const path = join(folder, 'brainix.sqlite.sealed')
  const whole = readFileSync(path)
  const another = readFileSync(join(folder, 'brainix.sqlite.before-0003.sealed'))
  const changed = Buffer.from(whole)
  changed[1_000_000] = (changed[1_000_000] ?? 0) ^ 1
  for (const bytes of [changed, whole.subarray(0, -1), whole.subarray(0, 20), Buffer.alloc(0)]) {
    writeFileSync(path, bytes)
    expect(() => unsealFiles(folder, key)).toThrow(expect.objectContaining({ code: 'damaged' }))
    expect(readFileSync(path).equals(bytes)).toBe(true)
  }
  writeFileSync(path, another)
  expect(() => unsealFiles(folder, key)).toThrow(expect.objectContaining({ code: 'damaged' }))
  writeFileSync(path, whole)
  expect(() => unsealFiles(folder, randomBytes(sealKeyBytes))).toThrow(
    expect.objectContaining({ code: 'damaged' }),
  )
  unsealFiles(folder, key)
  expectOpen()
})

it('what was set aside is neither opened nor sealed nor removed any more', () => {
  sealFiles(folder, key)
  const kept = setSealedAside(folder, 'later')
  expect(sealState(folder)).toEqual({ sealed: false, plain: false, openable: false })
  writeFileSync(join(folder, 'brainix.sqlite'), 'begun anew')
  sealFiles(folder, key)
  unsealFiles(folder, key)
  expect(readdirSync(folder)).toEqual(expect.arrayContaining([...kept, 'brainix.sqlite']))
})
