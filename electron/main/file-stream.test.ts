import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openedFiles } from '../../tests/support/opened-files.ts'
import { streamFile } from './file-stream.ts'

const bytes = Buffer.from(Array.from({ length: 700_000 }, (_, at) => at % 251))
let folder: string
let film: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'brainix-file-stream-'))
  film = join(folder, 'film')
  writeFileSync(film, bytes)
})
afterEach(() => rmSync(folder, { recursive: true }))

const read = async (start: number, end: number) =>
  Buffer.from(await new Response(await streamFile(film, { start, end })).arrayBuffer())

it('gives exactly the bytes asked for', async () => {
  for (const [start, end] of [
    [0, bytes.length - 1],
    [0, 0],
    [262_143, 524_288],
    [699_999, 699_999],
  ] as const)
    expect((await read(start, end)).equals(bytes.subarray(start, end + 1))).toBe(true)
})

it('holds nothing open for a reader that stopped without a word', async () => {
  const reader = (await streamFile(film, { start: 0, end: bytes.length - 1 })).getReader()
  await reader.read()
  await expect.poll(() => openedFiles(film)).toBe(0)
})

it('fails where there is no such file, and where it ends too soon', async () => {
  await expect(streamFile(join(folder, 'none'), { start: 0, end: 1 })).rejects.toThrow('ENOENT')
  truncateSync(film, 1000)
  await expect(read(0, bytes.length - 1)).rejects.toThrow('too soon')
})
