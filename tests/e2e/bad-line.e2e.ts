import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { blobPath } from '../../src/shared/domain/media-url.ts'
import { type FileTap, tapFiles } from '../support/file-tap.ts'
import { openPage, signIn, syncStatus } from './support/person.ts'
import { type Shell, startShell } from './support/processes.ts'
import { shoot } from './support/shots.ts'
import { stageFor } from './support/stage.ts'
import { writeStudyCourse } from './support/study-course.ts'

const stage = stageFor('bad-line', { course: writeStudyCourse })

let tap: FileTap
let shell: Shell
test.beforeAll(async () => {
  tap = await tapFiles(stage.centre.gatewayUrl)
  shell = await startShell(join(stage.folder, 'tapped'), tap.url)
})
test.afterAll(async () => {
  await shell?.stop()
  await tap?.close()
})

const cutAt = 100_000

test('a film whose engine is killed on the way goes on at the byte it had, and what arrives damaged is never taken for whole', async ({
  context,
}) => {
  const page = await openPage(context)
  await page.goto(shell.url)
  await signIn(page)
  const course = page.getByRole('listitem').filter({
    has: page.getByRole('heading', { level: 2, name: 'Studying well' }),
  })
  const [film] = await stage.centre.query(
    "SELECT sha256, size_bytes FROM media_files WHERE name = 'film.webm'",
  )
  const [sound] = await stage.centre.query("SELECT sha256 FROM media_files WHERE name LIKE '%sea.wav'")
  const sizeOfFilm = Number(film?.size_bytes)
  expect(sizeOfFilm).toBeGreaterThan(2 * cutAt)
  const soundAtCentre = await fileAtCentre(String(sound?.sha256))
  const soundBytes = await readFile(soundAtCentre)

  await test.step('keeps a course over a line that stops, whose centre has a damaged file', async () => {
    const damaged = Buffer.from(soundBytes)
    damaged[damaged.length - 1] = (damaged.at(-1) ?? 0) ^ 1
    await writeFile(soundAtCentre, damaged)
    tap.openTo(cutAt)
    await page.goto(`${shell.url.split('?')[0]}#/course/studying-well`)
    await page.getByRole('button', { name: /^Enroll and keep on this device/ }).click()
    await expect.poll(() => tap.served.some(({ toByte, over }) => toByte === cutAt && !over)).toBe(true)
    await page.getByRole('link', { name: 'Downloads' }).click()
    await expect(course.getByRole('progressbar')).toBeVisible()
    await shoot(page, 'download-on-its-way')
  })

  await test.step('the engine is killed: what came is not asked for again', async () => {
    const before = tap.served.length
    const killed = await shell.enginePid()
    process.kill(killed, 'SIGKILL')
    await expect.poll(() => shell.enginePid()).not.toBe(killed)
    tap.openTo(Number.POSITIVE_INFINITY)
    await expect
      .poll(() => tap.served.slice(before).some(({ toByte, over }) => over && toByte === sizeOfFilm))
      .toBe(true)
    const again = tap.served.slice(before).filter(({ toByte }) => toByte === sizeOfFilm)
    expect(again).toHaveLength(1)
    expect(again[0]?.fromByte).toBeGreaterThan(0)
    expect(again[0]?.range).toBe(`bytes=${again[0]?.fromByte}-`)
  })

  await test.step('says which course has a damaged file, until it comes as it should be', async () => {
    await expect(course).toContainText('A file arrived damaged and will be fetched again.')
    await shoot(page, 'download-damaged')
    await writeFile(soundAtCentre, soundBytes)
    await course.getByRole('button', { name: /^Try again/ }).click()
    await expect(course).toContainText(/On this device · /)
    await expect(course).not.toContainText('damaged')
    await expect(syncStatus(page)).toHaveAccessibleName(/All delivered at/)
  })
})

/** Where the centre keeps a file. */
async function fileAtCentre(sha256: string): Promise<string> {
  const path = join(stage.folder, 'centre', 'centre', 'files', blobPath(sha256))
  expect(
    createHash('sha256')
      .update(await readFile(path))
      .digest('hex'),
  ).toBe(sha256)
  return path
}
