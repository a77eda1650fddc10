import type { MutationArgs } from '../../../shared/contract/mutations.ts'
import { AppError } from '../../../shared/errors/app-error.ts'
import type { UnwrittenNote } from '../../data/unwritten.ts'
import { pauseMs, waitForPause } from '../../data/writing-pace.ts'

/** How a draft reaches the device. Both resolve once the text is durable. */
export interface NoteWrites {
  create(args: MutationArgs<'notes.create'>): Promise<unknown>
  edit(args: MutationArgs<'notes.edit'>): Promise<unknown>
}

export interface NoteDraftOptions {
  noteId: string
  lessonId: string
  /** The text on the device; null for a note that does not exist yet. */
  stored: string | null
  /** Second of the lesson's video a new note belongs to, asked when its first letter is typed. */
  videoSecond(): number | null
  writes: NoteWrites
  /** Where the text is until the device has confirmed it. */
  unwritten: {
    keep(text: UnwrittenNote): void
    forget(text: Pick<UnwrittenNote, 'kind' | 'noteId'>): void
  }
}

export interface NoteDraftView {
  text: string
  /** Whether the note is on the device, in whatever version. */
  exists: boolean
  /** `stored`: every letter is on the device; `failed`: the device refused, and is asked again. */
  state: 'stored' | 'writing' | 'failed'
}

const retryMs = 2_000

/**
 * A note while somebody writes it. Every pause is written to the device, one write at a time and in order; each edit
 * names the text it started from. What others wrote meanwhile is taken over only while nothing here is unwritten:
 * otherwise the device merges, and the merged text comes back.
 */
export class NoteDraft {
  readonly noteId: string
  readonly #options: NoteDraftOptions
  readonly #watchers = new Set<() => void>()
  #view: NoteDraftView
  /** What the device was last given: the base of the next edit. */
  #written: string
  /** Earlier versions that a re-query under way may still bring. */
  readonly #superseded = new Set<string>()
  /** What the device may hold, the oldest first: all since it last confirmed a text. */
  #bases: string[]
  #videoSecond: number | null = null
  #writesUnderWay = 0
  #timer: ReturnType<typeof setTimeout> | null = null
  #waitingSinceMs: number | null = null

  constructor(options: NoteDraftOptions) {
    this.#options = options
    this.noteId = options.noteId
    this.#written = options.stored ?? ''
    this.#bases = options.stored === null ? [] : [options.stored]
    this.#view = { text: this.#written, exists: options.stored !== null, state: 'stored' }
  }

  /** The current state; the same object until something changed. */
  readonly view = (): NoteDraftView => this.#view

  readonly watch = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher)
    return () => this.#watchers.delete(watcher)
  }

  /** The person typed. The first letter of a new note is written at once, what follows at each pause. */
  type(text: string): void {
    this.#show({ text, state: text === this.#written ? 'stored' : 'writing' })
    if (!this.#view.exists) {
      if (text.trim() !== '') this.flush()
      return
    }
    this.#keep()
    const nowMs = performance.now()
    this.#waitingSinceMs ??= nowMs
    this.#schedule(waitForPause(this.#waitingSinceMs, nowMs))
  }

  /** Writes what is unwritten, without waiting for a pause or for a write under way: the window may be closing. */
  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    this.#waitingSinceMs = null
    const { text, exists } = this.#view
    if (text === this.#written || (!exists && text.trim() === '')) return
    const before = this.#written
    this.#superseded.add(before)
    this.#written = text
    this.#writesUnderWay += 1
    const { noteId, lessonId, writes } = this.#options
    if (!exists) this.#videoSecond = this.#options.videoSecond()
    this.#keep()
    this.#bases.push(text)
    const write = exists
      ? writes.edit({ noteId, baseContent: before, content: text })
      : writes.create({ noteId, lessonId, content: text, videoSecond: this.#videoSecond })
    this.#show({ exists: true })
    write.then(
      () => this.#settled(text),
      (error: unknown) => {
        // A create whose answer got lost and that was made again.
        if (!exists && AppError.from(error).code === 'already-exists') return this.#settled(text)
        // Deleted elsewhere while it was written here: what was written becomes a note again.
        const deleted = exists && AppError.from(error).code === 'not-found'
        if (this.#written === text) this.#written = deleted ? '' : before
        this.#writesUnderWay -= 1
        this.#show({ exists: exists && !deleted, state: 'failed' })
        if (deleted) this.flush()
        else this.#schedule(retryMs)
      },
    )
  }

  /** A re-query brought the note's text on the device. */
  receive(stored: string): void {
    if (this.#writesUnderWay > 0 || this.#view.text !== this.#written) return
    if (stored === this.#written) {
      // The screen has caught up: nothing older can come any more.
      this.#superseded.clear()
      if (!this.#view.exists) this.#show({ exists: true })
      return
    }
    if (this.#superseded.has(stored)) return
    this.#superseded.add(this.#written)
    this.#written = stored
    this.#bases = [stored]
    this.#show({ text: stored, exists: true, state: 'stored' })
  }

  #settled(text: string): void {
    this.#writesUnderWay -= 1
    this.#bases = this.#bases.slice(Math.max(0, this.#bases.lastIndexOf(text)))
    if (this.#view.text === this.#written) {
      if (this.#writesUnderWay > 0) return
      this.#options.unwritten.forget({ kind: 'note', noteId: this.noteId })
      this.#show({ state: 'stored' })
    } else if (this.#timer === null) this.#schedule(pauseMs)
  }

  #keep(): void {
    const { noteId, lessonId, unwritten } = this.#options
    const { text } = this.#view
    const kept = { kind: 'note', noteId, lessonId, text } as const
    if (text === this.#written && this.#writesUnderWay === 0) unwritten.forget(kept)
    else unwritten.keep({ ...kept, videoSecond: this.#videoSecond, bases: [...this.#bases] })
  }

  #schedule(delayMs: number): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.#timer = null
      // In order: the write under way schedules the next one.
      if (this.#writesUnderWay === 0) this.flush()
    }, delayMs)
  }

  #show(change: Partial<NoteDraftView>): void {
    this.#view = { ...this.#view, ...change }
    for (const watcher of this.#watchers) watcher()
  }
}

/** Where the caret belongs after a text was replaced: it stays with the letters it stood at. */
export function caretAfter(before: string, after: string, caret: number): number {
  let same = 0
  while (same < before.length && same < after.length && before[same] === after[same]) same += 1
  if (caret <= same) return caret
  const fromEnd = before.length - caret
  return Math.max(same, after.length - fromEnd)
}
