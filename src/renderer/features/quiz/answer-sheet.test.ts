import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { MutationArgs } from '../../../shared/contract/mutations.ts'
import { AppError } from '../../../shared/errors/app-error.ts'
import type { UnwrittenAnswer } from '../../data/unwritten.ts'
import { AnswerSheet } from './answer-sheet.ts'

function sheet(stored: [string, string][] = []) {
  const log: MutationArgs<'quiz.answer'>[] = []
  const held: { resolve(): void; reject(error: unknown): void }[] = []
  const kept = new Map<string, UnwrittenAnswer>()
  let holding = false
  const answers = new AnswerSheet({
    attemptId: 'attempt',
    stored: new Map(stored),
    write: (args) => {
      log.push(args)
      return holding
        ? new Promise<void>((resolve, reject) => held.push({ resolve, reject }))
        : Promise.resolve()
    },
    unwritten: {
      keep: (answer) => void kept.set(answer.answerId, answer),
      forget: ({ answerId }) => void kept.delete(answerId),
    },
  })
  return {
    answers,
    log,
    kept: () => [...kept.values()].map(({ questionId, selectedAnswer }) => `${questionId}=${selectedAnswer}`),
    given: () => log.map(({ questionId, selectedAnswer }) => `${questionId}=${selectedAnswer}`),
    hold: () => {
      holding = true
    },
    release: () => {
      holding = false
      for (const { resolve } of held.splice(0)) resolve()
    },
    refuse: (error: unknown) => {
      for (const { reject } of held.splice(0)) reject(error)
    },
  }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

it('writes a choice at once, and text within 250 ms of a pause', async () => {
  const { answers, given } = sheet()
  answers.choose('q1', 'Paris')
  expect(given()).toEqual(['q1=Paris'])
  answers.type('q2', 'be')
  answers.type('q2', 'because')
  expect(given()).toEqual(['q1=Paris'])
  await vi.advanceTimersByTimeAsync(250)
  expect(given()).toEqual(['q1=Paris', 'q2=because'])
})

it('keeps one id per question, however often the answer changes', async () => {
  const { answers, log } = sheet()
  answers.choose('q1', 'a')
  answers.choose('q1', 'b')
  answers.choose('q2', 'a')
  expect(new Set(log.map(({ answerId }) => answerId)).size).toBe(2)
  expect(log[0]?.answerId).toBe(log[1]?.answerId)
})

it('begins with the answers on the device and does not write them again', () => {
  const { answers, given } = sheet([['q1', 'a']])
  expect(answers.view().answers.get('q1')).toBe('a')
  answers.choose('q1', 'a')
  expect(given()).toEqual([])
})

it('is written only when the last answer is, so that nothing is handed in without it', async () => {
  const { answers, given, hold, release } = sheet()
  hold()
  answers.type('q1', 'text')
  let written: boolean | null = null
  const done = answers.written().then((all) => {
    written = all
  })
  await vi.advanceTimersByTimeAsync(500)
  expect([given(), written]).toEqual([['q1=text'], null])
  release()
  await done
  expect(written).toBe(true)
})

it('says why an answer is refused, keeps it, and gives it again', async () => {
  const { answers, given, hold, refuse, release } = sheet()
  hold()
  answers.choose('q1', 'a')
  const done = answers.written()
  refuse(new AppError('no-space', 'The disk is full.'))
  expect(await done).toBe(false)
  expect(answers.view()).toMatchObject({ trouble: 'The disk is full.' })
  expect(answers.view().answers.get('q1')).toBe('a')
  release()
  await vi.advanceTimersByTimeAsync(2_100)
  expect(given()).toEqual(['q1=a', 'q1=a'])
  expect(answers.view().trouble).toBeNull()
})

it('keeps every answer where it survives the window until the device has confirmed it', async () => {
  const { answers, kept, hold, release } = sheet([['q1', 'a']])
  hold()
  answers.choose('q1', 'b')
  answers.type('q2', 'because')
  expect(kept()).toEqual(['q1=b', 'q2=because'])
  await vi.advanceTimersByTimeAsync(250)
  answers.type('q2', 'because of it')
  release()
  await vi.advanceTimersByTimeAsync(0)
  expect(kept()).toEqual(['q2=because of it'])
  await vi.advanceTimersByTimeAsync(250)
  expect(kept()).toEqual([])
})

it('writes what was typed while the device was still busy with an earlier text', async () => {
  const { answers, given, kept, hold, release } = sheet()
  hold()
  answers.type('q1', 'be')
  await vi.advanceTimersByTimeAsync(250)
  answers.type('q1', 'because')
  await vi.advanceTimersByTimeAsync(1_000)
  expect(given()).toEqual(['q1=be'])
  release()
  await vi.advanceTimersByTimeAsync(250)
  expect(given()).toEqual(['q1=be', 'q1=because'])
  expect(kept()).toEqual([])
})

it('writes a long answer twice a second while somebody types without a pause', async () => {
  const { answers, given } = sheet()
  for (let letter = 1; letter <= 20; letter++) {
    answers.type('q1', 'x'.repeat(letter))
    await vi.advanceTimersByTimeAsync(100)
  }
  expect(given().length).toBeGreaterThanOrEqual(3)
  await vi.advanceTimersByTimeAsync(250)
  expect(given().at(-1)).toBe(`q1=${'x'.repeat(20)}`)
})
