import { expect, it } from 'vitest'
import { type StudyReport, StudyTime } from './study-time.ts'

function watch() {
  const told: StudyReport[] = []
  let ids = 0
  return {
    told,
    time: new StudyTime(
      () => `s${++ids}`,
      (report) => told.push(report),
    ),
  }
}
const at = (text: string) => Date.parse(text)
const study = (time: StudyTime, fromMs: number, seconds: number, timeZone = 'UTC') => {
  for (let second = 0; second < seconds; second++) time.tick(fromMs + second * 1000, timeZone)
}

it('tells a stretch of study every half minute, whole each time, and what is left at the end', () => {
  const { told, time } = watch()
  const beganAtMs = at('2026-03-01T10:00:00Z')
  study(time, beganAtMs, 70)
  expect(told.map(({ seconds }) => seconds)).toEqual([30, 60])
  time.flush()
  time.flush()
  expect(told.at(-1)).toEqual({
    studySessionId: 's1',
    timeZone: 'UTC',
    beganAtMs,
    endedAtMs: beganAtMs + 69_000,
    seconds: 70,
  })
  expect(told).toHaveLength(3)
})

it('begins another stretch at the person’s midnight, and where they are somewhere else', () => {
  const { told, time } = watch()
  study(time, at('2026-03-01T22:59:50Z'), 20, 'Europe/Madrid')
  study(time, at('2026-03-01T23:00:10Z'), 5, 'Europe/Lisbon')
  time.flush()
  expect(told.map(({ studySessionId, seconds, timeZone }) => [studySessionId, seconds, timeZone])).toEqual([
    ['s1', 10, 'Europe/Madrid'],
    ['s2', 10, 'Europe/Madrid'],
    ['s3', 5, 'Europe/Lisbon'],
  ])
})

it('does not end before it began, whatever the clock does', () => {
  const { told, time } = watch()
  time.tick(at('2026-03-01T10:00:00Z'), 'UTC')
  time.tick(at('2026-03-01T09:00:00Z'), 'UTC')
  time.flush()
  expect(told).toMatchObject([{ seconds: 2, beganAtMs: told[0]?.endedAtMs }])
})
