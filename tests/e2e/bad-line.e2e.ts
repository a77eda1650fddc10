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
import { layWire, type Wire } from './support/wire.ts'

const stage = stageFor('bad-line', {
  course: writeStudyCourse,
  // One course is larger than any disk.
  prepare: async () => {
    await stage.centre.query(
      `UPDATE media_files SET size_bytes = 1e15
       WHERE id = (SELECT m.id FROM media_files m JOIN courses c ON c.id = m.course_id
                   WHERE c.slug = 'clean-water-at-home' AND m.lesson_id IS NOT NULL LIMIT 1)`,
    )
  },
})

let tap: FileTap
let wire: Wire
let shell: Shell
test.beforeAll(async () => {
  tap = await tapFiles(stage.centre.gatewayUrl)
  wire = await layWire(tap.url)
  shell = await startShell(join(stage.folder, 'tapped'), wire.url)
})
test.afterAll(async () => {
  await shell?.stop()
  await wire?.close()
  await tap?.close()
})

const cutAt = 100_000

test('a film goes on at the byte it had when the line breaks or the engine is killed, what arrives damaged is not taken for whole, and what has no room is not begun', async ({
  context,
}) => {
  const page = await openPage(context)
  await page.goto(shell.url)
  await signIn(page)
  const rowOf = (name: string) =>
    page.getByRole('listitem').filter({ has: page.getByRole('heading', { level: 2, name }) })
  const course = rowOf('Studying well')
  const asked = (from: number) => tap.served.slice(from).find(({ fromByte }) => fromByte >= cutAt)
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

  await test.step('the line breaks: once it is mended the film goes on at its byte, without a click', async () => {
    const before = tap.served.length
    wire.cut()
    await expect(syncStatus(page)).toHaveAccessibleName(/Offline/)
    await expect.poll(() => tap.served.every(({ over }) => over)).toBe(true)
    tap.openTo(2 * cutAt)
    wire.mend()
    await expect.poll(() => asked(before)?.toByte).toBe(2 * cutAt)
    expect(asked(before)).toMatchObject({ range: `bytes=${cutAt}-`, fromByte: cutAt })
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
    expect(again[0]?.fromByte).toBeGreaterThanOrEqual(cutAt)
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

  await test.step('does not begin what the disk has no room for, and says so', async () => {
    await page.goto(`${shell.url.split('?')[0]}#/course/clean-water-at-home`)
    await page.getByRole('button', { name: /^Keep on this device/ }).click()
    await page.getByRole('link', { name: 'Downloads' }).click()
    await expect(rowOf('Clean water at home')).toContainText(
      'There is not enough free space for this course on the disk.',
    )
    await shoot(page, 'download-no-room')
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
