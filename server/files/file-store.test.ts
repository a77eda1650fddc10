import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { blobPath } from '../../src/shared/domain/media-url.ts'
import { openFileStore } from './file-store.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'brainix-files-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'

it('keeps bytes once, under the hash of what they are, however they come', async () => {
  const store = await openFileStore(folder)
  const streamed = (async function* () {
    yield Buffer.from('a')
    yield Buffer.from('bc')
  })()
  expect(await store.putFile(Buffer.from('abc'))).toEqual({ sha256: abc, sizeBytes: 3 })
  expect(await store.putFile(streamed)).toEqual({ sha256: abc, sizeBytes: 3 })
  expect(await readFile(join(folder, blobPath(abc)), 'utf8')).toBe('abc')
  expect(await store.sizeOf(abc)).toBe(3)
  expect(await store.sizeOf('../../etc/passwd')).toBeNull()
})

it('keeps nothing of bytes that break off', async () => {
  const store = await openFileStore(folder)
  const breaking = (async function* () {
    yield Buffer.from('abc')
    throw new Error('the cable was pulled')
  })()
  await expect(store.putFile(breaking)).rejects.toThrow('the cable was pulled')
  expect(await store.sizeOf(abc)).toBeNull()
  expect(await readdir(join(folder, 'incoming'))).toEqual([])
})

it('sweeps what an interrupted process left, and leaves alone what another one is writing', async () => {
  await openFileStore(folder)
  for (const name of ['old', 'growing']) await writeFile(join(folder, 'incoming', name), 'part')
  const yesterday = Date.now() / 1000 - 86_400
  await utimes(join(folder, 'incoming', 'old'), yesterday, yesterday)
  await openFileStore(folder)
  expect(await readdir(join(folder, 'incoming'))).toEqual(['growing'])
})
