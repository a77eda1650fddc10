import type { Notice } from '../../shared/contract/views.ts'

export type NoticeListener = (notice: Notice) => void

/** Tells whoever listens what changed, after it changed. One announcement a commit. */
export class Notices {
  readonly #listeners = new Set<NoticeListener>()

  /** @returns a function that ends the subscription. */
  subscribe(listener: NoticeListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  tables(tables: ReadonlySet<string>): void {
    if (tables.size > 0) this.#announce({ topics: ['tables'], tables: [...tables] })
  }

  topic(topic: Exclude<Notice['topics'][number], 'tables'>): void {
    this.#announce({ topics: [topic], tables: [] })
  }

  #announce(notice: Notice): void {
    for (const listener of [...this.#listeners]) listener(notice)
  }
}
