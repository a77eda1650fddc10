import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { AppError } from '../../../shared/errors/app-error.ts'
import type { UnwrittenNote } from '../../data/unwritten.ts'
import { caretAfter, NoteDraft, type NoteWrites } from './note-draft.ts'

/** A device that keeps what it is given; `hold` makes it answer only when told. */
function device() {
  const log: string[] = []
  const held: { resolve(): void; reject(error: unknown): void }[] = []
  let holding = false
  const answer = () =>
    holding ? new Promise<void>((resolve, reject) => held.push({ resolve, reject })) : Promise.resolve()
  const writes: NoteWrites = {
    create: ({ content, videoSecond }) => {
      log.push(`create ${content}${videoSecond === null ? '' : ` at ${videoSecond}`}`)
      return answer()
    },
    edit: ({ baseContent, content }) => {
      log.push(`edit ${baseContent} → ${content}`)
      return answer()
    },
  }
  let kept: UnwrittenNote | null = null
  return {
    writes,
    log,
    unwritten: {
      keep: (text: UnwrittenNote) => {
        kept = text
      },
      forget: () => {
        kept = null
      },
    },
    kept: () => kept,
    hold: () => {
      holding = true
    },
    release: () => {
      holding = false
      for (const { resolve } of held.splice(0)) resolve()
    },
    refuse: (error: unknown) => {
      holding = false
      for (const { reject } of held.splice(0)) reject(error)
    },
  }
}

function draft(on: ReturnType<typeof device>, stored: string | null, second: number | null = null) {
  return new NoteDraft({
    noteId: 'n',
    lessonId: 'l',
    stored,
    videoSecond: () => second,
    writes: on.writes,
    unwritten: on.unwritten,
  })
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

it('writes the first letter of a new note at once, with its second of the video, and the rest at a pause', async () => {
  const on = device()
  const note = draft(on, null, 93)
  note.type('H')
  expect(on.log).toEqual(['create H at 93'])
  note.type('He')
  note.type('Hel')
  await vi.advanceTimersByTimeAsync(250)
  expect(on.log).toEqual(['create H at 93', 'edit H → Hel'])
  expect(note.view()).toEqual({ text: 'Hel', exists: true, state: 'stored' })
})

it('makes no note of white space', async () => {
  const on = device()
  const note = draft(on, null)
  note.type('  ')
  note.flush()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(on.log).toEqual([])
})

it('writes within 250 ms of a pause, and twice a second without one', async () => {
  const on = device()
  const note = draft(on, '')
  for (let letter = 0; letter < 40; letter++) {
    note.type('x'.repeat(letter + 1))
    await vi.advanceTimersByTimeAsync(100)
  }
  expect(on.log.length).toBeGreaterThanOrEqual(6)
  await vi.advanceTimersByTimeAsync(250)
  expect(on.log.at(-1)).toMatch(/→ x{40}$/)
})

it('sends one write at a time, so that edits arrive in the order they were made', async () => {
  const on = device()
  const note = draft(on, 'a')
  on.hold()
  note.type('ab')
  await vi.advanceTimersByTimeAsync(300)
  note.type('abc')
  await vi.advanceTimersByTimeAsync(5_000)
  expect(on.log).toEqual(['edit a → ab'])
  on.release()
  await vi.advanceTimersByTimeAsync(300)
  expect(on.log).toEqual(['edit a → ab', 'edit ab → abc'])
})

it('does not wait for a write under way when the window closes', async () => {
  const on = device()
  const note = draft(on, 'a')
  on.hold()
  note.type('ab')
  note.flush()
  note.type('abc')
  note.flush()
  expect(on.log).toEqual(['edit a → ab', 'edit ab → abc'])
})

it('keeps what is being typed when a re-query brings an older text, or another one', async () => {
  const on = device()
  const note = draft(on, 'a')
  note.type('ab')
  note.receive('a')
  note.receive('from elsewhere')
  expect(note.view().text).toBe('ab')
  await vi.advanceTimersByTimeAsync(300)
  note.receive('a')
  expect(note.view().text).toBe('ab')
})

it('takes over what another device wrote once everything here is written, and goes on from it', async () => {
  const on = device()
  const note = draft(on, 'a')
  note.type('ab')
  await vi.advanceTimersByTimeAsync(300)
  note.receive('ab and more')
  expect(note.view().text).toBe('ab and more')
  note.type('ab and more!')
  await vi.advanceTimersByTimeAsync(300)
  expect(on.log.at(-1)).toBe('edit ab and more → ab and more!')
})

it('takes over an earlier wording again once the screen had caught up', async () => {
  const on = device()
  const note = draft(on, 'a')
  note.type('ab')
  await vi.advanceTimersByTimeAsync(300)
  note.receive('ab')
  note.receive('a')
  expect(note.view().text).toBe('a')
})

it('says that a write failed, keeps the text, and tries again from the same base', async () => {
  const on = device()
  const note = draft(on, 'a')
  on.hold()
  note.type('ab')
  note.flush()
  on.refuse(new AppError('no-space', 'The disk is full.'))
  await vi.advanceTimersByTimeAsync(0)
  expect(note.view()).toMatchObject({ text: 'ab', state: 'failed' })
  await vi.advanceTimersByTimeAsync(2_500)
  expect(on.log).toEqual(['edit a → ab', 'edit a → ab'])
  expect(note.view().state).toBe('stored')
})

it('takes a note that exists already for created: the call was repeated after the engine died', async () => {
  const on = device()
  const note = draft(on, null)
  on.hold()
  note.type('a')
  on.refuse(new AppError('already-exists', 'There is such a note.'))
  note.type('ab')
  await vi.advanceTimersByTimeAsync(300)
  expect(on.log).toEqual(['create a', 'edit a → ab'])
})

it('makes a note again of what somebody goes on writing after it was deleted elsewhere', async () => {
  const on = device()
  const note = draft(on, 'a')
  on.hold()
  note.type('ab')
  note.flush()
  on.refuse(new AppError('not-found', 'This note was deleted on another device.'))
  await vi.advanceTimersByTimeAsync(0)
  expect(on.log).toEqual(['edit a → ab', 'create ab'])
  expect(note.view()).toEqual({ text: 'ab', exists: true, state: 'stored' })
})

it.each([
  ['before the change', 'hello world', 'hello big world', 3, 3],
  ['after the change', 'hello world', 'hello big world', 11, 15],
  ['text shortened before it', 'hello big world', 'hello world', 15, 11],
  ['inside what vanished', 'abcdef', 'af', 3, 1],
])('keeps the caret with its letters: %s', (_, before, after, caret, expected) => {
  expect(caretAfter(before, after, caret)).toBe(expected)
})

it('keeps every letter where it survives the window until the device has confirmed it', async () => {
  const on = device()
  const note = draft(on, null, 7)
  on.hold()
  note.type('H')
  expect(on.kept()).toMatchObject({ text: 'H', bases: [], videoSecond: 7, lessonId: 'l' })
  note.type('He')
  await vi.advanceTimersByTimeAsync(60_000) // the engine is being restarted
  note.type('Hel')
  expect(on.kept()).toMatchObject({ text: 'Hel', bases: ['H'] })
  on.release()
  await vi.advanceTimersByTimeAsync(250)
  expect(on.log.at(-1)).toBe('edit H → Hel')
  expect(on.kept()).toBeNull()

  note.type('Hell')
  expect(on.kept()).toMatchObject({ text: 'Hell', bases: ['Hel'] })
  note.type('Hel')
  expect(on.kept()).toBeNull()
})

it('keeps what the device refuses', async () => {
  const on = device()
  const note = draft(on, 'a')
  on.hold()
  note.type('ab')
  note.flush()
  on.refuse(new AppError('no-space', 'The disk is full.'))
  await vi.advanceTimersByTimeAsync(0)
  expect(on.kept()).toMatchObject({ text: 'ab', bases: ['a'] })
  await vi.advanceTimersByTimeAsync(2_000)
  expect(on.kept()).toBeNull()
})
