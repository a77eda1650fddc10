import { expect, it } from 'vitest'
import { repeat } from './repeat.ts'

it('runs again and again, also after a failure, and one run at a time', async () => {
  let runs = 0
  let atOnce = 0
  let mostAtOnce = 0
  const failures: unknown[] = []
  const job = repeat(
    2,
    async () => {
      mostAtOnce = Math.max(mostAtOnce, ++atOnce)
      await new Promise((done) => setTimeout(done, 5))
      atOnce--
      if (++runs === 2) throw new Error('once')
    },
    (error) => failures.push(error),
  )
  await expect.poll(() => runs).toBeGreaterThan(4)
  await job.stop()
  expect(mostAtOnce).toBe(1)
  expect(failures.map(String)).toEqual(['Error: once'])
})

it('waits, when it is stopped, for the run under way, and runs no more', async () => {
  let begun = 0
  let done = 0
  let finish = () => {}
  const work = new Promise<void>((resolve) => {
    finish = resolve
  })
  const job = repeat(
    1,
    async () => {
      begun++
      await work
      done++
    },
    () => {},
  )
  await expect.poll(() => begun).toBe(1)
  const stopped = job.stop()
  expect(done).toBe(0)
  finish()
  await stopped
  expect(done).toBe(1)
  await new Promise((after) => setTimeout(after, 20))
  expect(begun).toBe(1)
})
