import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openCopy } from './open-copy.ts'

let folder: string
let path: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'brainix-open-'))
  path = join(folder, 'blob')
  await writeFile(path, 'the text')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

it('opens a copy under its own name, readable by its person alone', async () => {
  const opened: string[] = []
  const kept = join(folder, 'opened')
  const open = async (copy: string) => {
    opened.push(copy)
    return ''
  }
  expect(await openCopy({ path, name: 'Budget.xlsx' }, kept, open)).toBe(true)
  expect(basename(opened[0] ?? '')).toBe('Budget.xlsx')
  expect(await readFile(opened[0] ?? '', 'utf8')).toBe('the text')
  if (process.platform !== 'win32') expect((await stat(opened[0] ?? '')).mode & 0o777).toBe(0o600)
})

it('says so when no program shows it', async () => {
  expect(await openCopy({ path, name: 'a.odt' }, join(folder, 'opened'), async () => 'no program')).toBe(
    false,
  )
})

it('a name cannot lead out of its folder, and copies of long ago go', async () => {
  const kept = join(folder, 'opened')
  const opened: string[] = []
  const open = async (copy: string) => {
    opened.push(copy)
    return ''
  }
  await openCopy({ path, name: '../../a.odt' }, kept, open)
  expect(dirname(dirname(opened[0] ?? ''))).toBe(kept)
  await openCopy({ path, name: 'b.odt' }, kept, open, Date.now() + 8 * 86_400_000)
  expect(await readdir(kept)).toEqual([basename(dirname(opened[1] ?? ''))])
})
