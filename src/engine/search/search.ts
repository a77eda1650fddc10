import { join } from 'node:path'
import type { SearchView } from '../../shared/contract/search-views.ts'
import { AppError } from '../../shared/errors/app-error.ts'
import { openReader, type Sqlite } from '../db/open-database.ts'
import { asStorageError } from '../db/storage-errors.ts'
import type { WriteDoor } from '../db/write-door.ts'
import { Feed } from './feed.ts'
import { find } from './find.ts'
import { SearchIndex } from './search-index.ts'
import { questionOf, type Term } from './search-text.ts'

/** Where the index of a person lies, in their folder. */
export function searchFile(folder: string): string {
  return join(folder, 'search.sqlite')
}

/** Removes a person's index: it holds what their database says. It is made again when that is opened. */
export function removeSearch(folder: string): void {
  SearchIndex.remove(searchFile(folder))
}

export interface SearchOptions {
  /** The person's database, and where the index lies. */
  databaseFile: string
  indexFile: string
  door: WriteDoor
  /** Tells which tables changed, after each commit. @returns a function that ends it. */
  follow: (listener: (tables: readonly string[]) => void) => () => void
  /** Everything that came can be found now. */
  onWhole: () => void
  userId: string
  /** @returns a function that cancels it. */
  schedule: (delayMs: number, callback: () => void) => () => void
}

/** At a stretch: what a person does meanwhile waits no longer. */
const sliceMs = 5
/** Between two slices, while nothing else goes on. */
const restMs = 12
/** What arrives in many parts is waited for: until it was quiet for two looks, or this many have passed. */
const lookMs = 250
const looksAtMost = 60
/** Between two slices while a long transfer goes on. */
const restInTransferMs = 80
const restAfterFailureMs = 60_000
const searchedTables = ['courses', 'users', 'lessons', 'notes', '*']

/**
 * Finds courses, lessons and own notes. The index follows the database in the background, in slices of a few
 * milliseconds, and never while much arrives: first syncs and local writes do not wait for it. A question first lets it catch up
 * with the little that may be missing, so what was just written is found. An index that cannot be used is made anew.
 */
export class Search {
  readonly #options: SearchOptions
  readonly #reader: Sqlite
  #index: SearchIndex | null = null
  #feed: Feed | null = null
  #cancel: (() => void) | null = null
  #stopped = false
  #looks = 0
  #quietLooks = 0
  #failures = 0
  /** Something was read into the index since it was last said that all of it is. */
  #isNews = false
  readonly #unsubscribe: () => void

  constructor(options: SearchOptions) {
    this.#options = options
    this.#reader = openReader(options.databaseFile)
    this.#open()
    this.#unsubscribe = options.follow((tables) => {
      if (!tables.some((table) => searchedTables.includes(table))) return
      this.#quietLooks = 0
      this.#wake(lookMs)
    })
    this.#wake(lookMs)
  }

  /** What a person searches for. Any text is a question; one without words finds nothing. */
  find(typed: string, limit: number): SearchView {
    const question = questionOf(typed)
    const found =
      question && this.#ask((index) => find(this.#reader, index, this.#options.userId, question, limit))
    return {
      ...(found ?? nothing),
      indexing: this.#feed?.progress() ?? null,
    }
  }

  /**
   * Row numbers of the courses that match; null while the index does not know all of them, or for no words at all: then
   * they have to be looked for without it.
   */
  courseRows(typed: string): number[] | null {
    const question = questionOf(typed)
    return (
      question &&
      this.#ask((index) => (this.#feed?.isBehind('courses') ? null : coursesWith(index, question.terms)))
    )
  }

  /** The tags most courses have, by name. */
  commonTags(limit: number): string[] {
    return this.#ask((index) => index.commonTags(limit)) ?? []
  }

  /** Whether everything on the device can be found. */
  get isWhole(): boolean {
    return this.#feed?.isBehind() === false
  }

  stop(): void {
    this.#stopped = true
    this.#unsubscribe()
    this.#cancel?.()
    this.#index?.close()
    this.#index = null
    this.#reader.close()
  }

  /** Asks the index after it has caught up with the little that may be missing. A damaged one finds nothing, and goes. */
  #ask<T>(work: (index: SearchIndex) => T): T | null {
    if (this.#stopped) return null
    try {
      if (this.#feed?.catchUpWithLittle()) {
        this.#isNews = true
        this.#wake(lookMs)
      }
      return this.#index && work(this.#index)
    } catch (error) {
      this.#recover(error)
      return null
    }
  }

  #wake(afterMs: number): void {
    if (this.#stopped || this.#cancel) return
    this.#cancel = this.#options.schedule(afterMs, () => {
      this.#cancel = null
      if (!this.#stopped) this.#step()
    })
  }

  #step(): void {
    if (!this.#feed) this.#open()
    const feed = this.#feed
    if (!feed) {
      this.#wake(restAfterFailureMs)
      return
    }
    try {
      if (!feed.isBehind()) {
        this.#looks = 0
        this.#failures = 0
        if (this.#isNews) this.#options.onWhole()
        this.#isNews = false
        return
      }
      this.#quietLooks += 1
      const isQuiet = this.#quietLooks > 2
      if (!isQuiet && this.#looks < looksAtMost) {
        this.#looks += 1
        this.#wake(lookMs)
        return
      }
      const isMore = feed.slice(sliceMs)
      this.#isNews = true
      this.#index?.merge()
      this.#wake(isMore ? (isQuiet ? restMs : restInTransferMs) : lookMs)
    } catch (error) {
      this.#recover(error)
    }
  }

  /** Opens the index, and begins it anew where it does not fit the database. Without one, nothing is found for a while. */
  #open(): void {
    const { indexFile, door } = this.#options
    try {
      this.#index = SearchIndex.open(indexFile)
      try {
        this.#feed = new Feed(this.#reader, door, this.#index)
      } catch {
        this.#index.close()
        SearchIndex.remove(indexFile)
        this.#index = SearchIndex.open(indexFile)
        Feed.begin(door, this.#index)
        this.#feed = new Feed(this.#reader, door, this.#index)
      }
    } catch {
      // A full or read-only disk, or a damaged database: others say so. Tried again later.
      this.#close()
    }
  }

  /** A full disk is waited for; an index that cannot be used is made anew. @throws what is neither: a bug. */
  #recover(error: unknown): void {
    const storage = asStorageError(error)
    if (!(storage instanceof AppError)) throw error
    if (storage.code === 'no-space') {
      this.#wake(restAfterFailureMs)
      return
    }
    this.#close()
    SearchIndex.remove(this.#options.indexFile)
    this.#failures += 1
    this.#wake(this.#failures === 1 ? lookMs : restAfterFailureMs)
  }

  #close(): void {
    this.#index?.close()
    this.#index = null
    this.#feed = null
  }
}

const nothing = {
  courses: [],
  lessons: [],
  notes: [],
  more: { courses: false, lessons: false, notes: false },
}

/** By their texts, and by their titles where the beginning of a word is too short for those. */
function coursesWith(index: SearchIndex, terms: readonly Term[]): number[] {
  const inTexts = index.matches('courses', 'texts', terms, -1)
  const isShort = terms.some(({ text, isPrefix }) => isPrefix && [...text].length < 3)
  return isShort ? [...new Set([...index.matches('courses', 'titles', terms, -1), ...inTexts])] : inTexts
}
