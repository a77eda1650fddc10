import { z } from 'zod'
import { createId } from '../../shared/domain/ids.ts'

/**
 * What somebody typed and the device has not confirmed, in this window's own storage: it is there again after window and
 * engine both died. One entry a text; a text that is confirmed has none.
 */
const unwrittenText = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('note'),
    noteId: z.string(),
    lessonId: z.string(),
    videoSecond: z.number().nullable(),
    /** The texts the device may hold, the oldest first; none where it may hold no such note. */
    bases: z.array(z.string()),
    text: z.string(),
  }),
  z.object({
    kind: z.literal('answer'),
    attemptId: z.string(),
    answerId: z.string(),
    questionId: z.string(),
    selectedAnswer: z.string(),
  }),
])
export type UnwrittenText = z.infer<typeof unwrittenText>
export type UnwrittenNote = Extract<UnwrittenText, { kind: 'note' }>
export type UnwrittenAnswer = Extract<UnwrittenText, { kind: 'answer' }>

const entry = z.object({ personId: z.string(), atMs: z.number(), text: unwrittenText })

/** What an entry was kept as, to take out exactly that. */
export interface KeptText {
  key: string
  value: string
  text: UnwrittenText
}

const prefix = 'brainix-unwritten:'
/** A text its device refuses for good (its lesson is gone) is offered to it this long. */
const keptMs = 30 * 24 * 60 * 60 * 1000

export class UnwrittenTexts {
  readonly #storage: Storage
  readonly #nowMs: () => number
  /** Texts of an earlier life of this window are never replaced by what is typed in this one. */
  readonly #life = createId()
  #personId: string | null = null

  constructor(storage: Storage, nowMs: () => number) {
    this.#storage = storage
    this.#nowMs = nowMs
  }

  /** Whose texts are typed from now on: nobody else on this device is shown them. */
  belongTo(personId: string): void {
    this.#personId = personId
  }

  keep(text: UnwrittenText): void {
    if (this.#personId === null) return
    const value = JSON.stringify({ personId: this.#personId, atMs: this.#nowMs(), text })
    try {
      this.#storage.setItem(this.#keyOf(text), value)
    } catch {
      // The storage is full: the device will have the text in a moment all the same.
    }
  }

  /** The device has confirmed it. */
  forget(text: Pick<UnwrittenNote, 'kind' | 'noteId'> | Pick<UnwrittenAnswer, 'kind' | 'answerId'>): void {
    this.#storage.removeItem(this.#keyOf(text))
  }

  /** What this person typed before this window began, the oldest first. What is too old, or nonsense, is thrown away. */
  ofEarlierLives(personId: string): KeptText[] {
    const found: (KeptText & { atMs: number })[] = []
    for (const key of this.#keys()) {
      const value = this.#storage.getItem(key)
      if (value === null || key.startsWith(`${prefix}${this.#life}:`)) continue
      const parsed = parseEntry(value)
      if (!parsed || Math.abs(this.#nowMs() - parsed.atMs) > keptMs) this.#storage.removeItem(key)
      else if (parsed.personId === personId) found.push({ key, value, text: parsed.text, atMs: parsed.atMs })
    }
    return found.sort((left, right) => left.atMs - right.atMs)
  }

  /** Takes out what was kept, unless something else is there by now. */
  takeOut({ key, value }: KeptText): void {
    if (this.#storage.getItem(key) === value) this.#storage.removeItem(key)
  }

  #keys(): string[] {
    const keys = Array.from({ length: this.#storage.length }, (_, at) => this.#storage.key(at) ?? '')
    return keys.filter((key) => key.startsWith(prefix))
  }

  #keyOf(text: { kind: 'note'; noteId: string } | { kind: 'answer'; answerId: string }): string {
    return `${prefix}${this.#life}:${text.kind}:${text.kind === 'note' ? text.noteId : text.answerId}`
  }
}

function parseEntry(value: string): z.infer<typeof entry> | null {
  try {
    return entry.parse(JSON.parse(value))
  } catch {
    return null
  }
}
