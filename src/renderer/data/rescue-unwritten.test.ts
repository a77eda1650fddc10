import { expect, it, vi } from 'vitest'
import { AppError } from '../../shared/errors/app-error.ts'
import { rescueUnwritten } from './rescue-unwritten.ts'
import { type UnwrittenNote, UnwrittenTexts } from './unwritten.ts'

const day = 86_400_000

/** What a browser's storage is to a page, with a limit. */
function storageOf(limit = Number.POSITIVE_INFINITY): Storage {
  const items = new Map<string, string>()
  return {
    get length() {
      return items.size
    },
    key: (at) => [...items.keys()][at] ?? null,
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => {
      if (value.length > limit) throw new DOMException('full', 'QuotaExceededError')
      items.set(key, value)
    },
    removeItem: (key) => void items.delete(key),
    clear: () => items.clear(),
  }
}

/** A window that opens on what earlier ones left. */
function windowOf(storage: Storage, personId = 'ann', nowMs = day) {
  const texts = new UnwrittenTexts(storage, () => nowMs)
  texts.belongTo(personId)
  return texts
}

const note = (change: Partial<UnwrittenNote> = {}): UnwrittenNote => ({
  kind: 'note',
  noteId: 'n',
  lessonId: 'l',
  videoSecond: null,
  bases: [],
  text: 'typed',
  ...change,
})
const answer = {
  kind: 'answer',
  attemptId: 'at',
  answerId: 'an',
  questionId: 'q',
  selectedAnswer: 'typed',
} as const

async function rescue(storage: Storage, stored: Record<string, string> = {}, refusal?: AppError) {
  const done: string[] = []
  await rescueUnwritten(windowOf(storage), 'ann', {
    mutate: async (name, args) => {
      if (refusal) throw refusal
      done.push(`${name} ${JSON.stringify(args)}`)
    },
    notes: async () => new Map(Object.entries(stored)),
  })
  return done
}

it('writes a note and an answer that nobody wrote down, once', async () => {
  const storage = storageOf()
  const before = windowOf(storage)
  before.keep(note({ text: 'ty' }))
  before.keep(note({ videoSecond: 5 }))
  before.keep(answer)
  const done = await rescue(storage)
  expect(done).toEqual([
    'notes.create {"noteId":"n","lessonId":"l","content":"typed","videoSecond":5}',
    'quiz.answer {"attemptId":"at","answerId":"an","questionId":"q","selectedAnswer":"typed"}',
  ])
  expect(await rescue(storage)).toEqual([])
})

it('goes on from the text that is on the device, and does nothing where that is the last one already', async () => {
  const kept = note({ bases: ['a', 'ab'], text: 'abc' })
  for (const [stored, edit] of [
    ['ab', '{"noteId":"n","baseContent":"ab","content":"abc"}'],
    ['a', '{"noteId":"n","baseContent":"a","content":"abc"}'],
    ['somebody else’s', '{"noteId":"n","baseContent":"a","content":"abc"}'],
    ['abc', null],
  ] as const) {
    const storage = storageOf()
    windowOf(storage).keep(kept)
    expect(await rescue(storage, { n: stored })).toEqual(edit === null ? [] : [`notes.edit ${edit}`])
    expect(storage.length).toBe(0)
  }
})

it('keeps what the device refuses for the next start, and gives it up after a month', async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  const storage = storageOf()
  windowOf(storage).keep(note())
  await rescue(storage, {}, new AppError('not-found', 'The lesson of this note is not on this device.'))
  expect(windowOf(storage, 'ann', 30 * day).ofEarlierLives('ann')).toHaveLength(1)
  expect(windowOf(storage, 'ann', 32 * day).ofEarlierLives('ann')).toHaveLength(0)
  expect(storage.length).toBe(0)
  vi.restoreAllMocks()
})

it('shows nobody else’s, replaces nothing of an earlier life, and takes out only what it read', () => {
  const storage = storageOf()
  const before = windowOf(storage)
  before.keep(note())
  windowOf(storage, 'ben').keep(note({ noteId: 'of-ben' }))
  const now = windowOf(storage)
  now.keep(note({ text: 'typed now' }))
  const kept = now.ofEarlierLives('ann')
  expect(kept.map(({ text }) => text)).toEqual([note()])
  before.keep(note({ text: 'another window went on' }))
  for (const one of kept) now.takeOut(one)
  expect(now.ofEarlierLives('ann').map(({ text }) => text)).toEqual([
    note({ text: 'another window went on' }),
  ])
})

it('lives with a full storage, with nonsense in it, and keeps nothing before it is known whose it is', () => {
  const full = storageOf(10)
  windowOf(full).keep(note())
  expect(full.length).toBe(0)
  const odd = storageOf()
  odd.setItem('brainix-unwritten:x', '{')
  odd.setItem('something else', '{}')
  expect(windowOf(odd).ofEarlierLives('ann')).toEqual([])
  expect(odd.length).toBe(1)
  new UnwrittenTexts(odd, () => 1).keep(note())
  expect(odd.length).toBe(1)
})
