import type { MutationArgs } from '../../../shared/contract/mutations.ts'
import { createId } from '../../../shared/domain/ids.ts'
import { AppError } from '../../../shared/errors/app-error.ts'
import type { UnwrittenAnswer } from '../../data/unwritten.ts'
import { pauseMs, waitForPause } from '../../data/writing-pace.ts'

export interface AnswerSheetOptions {
  attemptId: string
  /** Question id → answer on the device. */
  stored: ReadonlyMap<string, string>
  write(args: MutationArgs<'quiz.answer'>): Promise<unknown>
  /** Where an answer is until the device has confirmed it. */
  unwritten: {
    keep(answer: UnwrittenAnswer): void
    forget(answer: Pick<UnwrittenAnswer, 'kind' | 'answerId'>): void
  }
}

export interface AnswerSheetView {
  /** Question id → answer as the person gave it, written down or not. */
  answers: ReadonlyMap<string, string>
  /** Why the device refuses answers, in words; null while it takes them. */
  trouble: string | null
}

interface Line {
  answerId: string
  written: string
  underWay: number
  timer: ReturnType<typeof setTimeout> | null
  waitingSinceMs: number | null
}

const retryMs = 2_000

/**
 * The answers of an attempt under way. A choice is written to the device at once, text at each pause, one write of it
 * at a time. What was given here stays on the screen whatever a re-query brings.
 */
export class AnswerSheet {
  readonly #options: AnswerSheetOptions
  readonly #lines = new Map<string, Line>()
  readonly #watchers = new Set<() => void>()
  readonly #settledWaiters = new Set<() => void>()
  #view: AnswerSheetView

  constructor(options: AnswerSheetOptions) {
    this.#options = options
    this.#view = { answers: options.stored, trouble: null }
  }

  readonly view = (): AnswerSheetView => this.#view

  readonly watch = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher)
    return () => this.#watchers.delete(watcher)
  }

  /** Chose an option: written at once. */
  choose(questionId: string, answer: string): void {
    this.#give(questionId, answer)
    this.#write(questionId)
  }

  /** Typed: written at the next pause, or soon without one. */
  type(questionId: string, answer: string): void {
    const line = this.#give(questionId, answer)
    const nowMs = performance.now()
    line.waitingSinceMs ??= nowMs
    this.#schedule(questionId, waitForPause(line.waitingSinceMs, nowMs))
  }

  /** Writes everything unwritten at once: the window may be closing. */
  flush(): void {
    for (const questionId of this.#lines.keys()) this.#write(questionId)
  }

  /** Resolves to true once everything given is on the device, to false where the device refuses some of it. */
  async written(): Promise<boolean> {
    this.flush()
    while ([...this.#lines].some(([questionId, line]) => !this.#isSettled(questionId, line))) {
      await new Promise<void>((resolve) => this.#settledWaiters.add(resolve))
      if (this.#view.trouble !== null) return false
    }
    return true
  }

  #isSettled(questionId: string, line: Line): boolean {
    return line.underWay === 0 && line.written === (this.#view.answers.get(questionId) ?? '')
  }

  #give(questionId: string, answer: string): Line {
    const known = this.#lines.get(questionId)
    const line = known ?? {
      answerId: createId(),
      written: this.#options.stored.get(questionId) ?? '',
      underWay: 0,
      timer: null,
      waitingSinceMs: null,
    }
    if (!known) this.#lines.set(questionId, line)
    const { attemptId, unwritten } = this.#options
    const { answerId } = line
    unwritten.keep({ kind: 'answer', attemptId, answerId, questionId, selectedAnswer: answer })
    if (line.underWay === 0 && line.written === answer) unwritten.forget({ kind: 'answer', answerId })
    this.#show({ answers: new Map(this.#view.answers).set(questionId, answer) })
    return line
  }

  #schedule(questionId: string, delayMs: number): void {
    const line = this.#lines.get(questionId)
    if (!line) return
    if (line.timer !== null) clearTimeout(line.timer)
    line.timer = setTimeout(() => {
      line.timer = null
      if (line.underWay === 0) this.#write(questionId)
    }, delayMs)
  }

  #write(questionId: string): void {
    const line = this.#lines.get(questionId)
    const answer = this.#view.answers.get(questionId) ?? ''
    if (!line) return
    if (line.timer !== null) clearTimeout(line.timer)
    line.timer = null
    line.waitingSinceMs = null
    if (answer === line.written) return
    const before = line.written
    line.written = answer
    line.underWay += 1
    const { attemptId, write } = this.#options
    write({ attemptId, answerId: line.answerId, questionId, selectedAnswer: answer }).then(
      () => {
        line.underWay -= 1
        if (this.#isSettled(questionId, line))
          this.#options.unwritten.forget({ kind: 'answer', answerId: line.answerId })
        else if (line.timer === null) this.#schedule(questionId, pauseMs) // typed meanwhile
        if (this.#view.trouble !== null) this.#show({ trouble: null })
        this.#settled()
      },
      (error: unknown) => {
        line.underWay -= 1
        if (line.written === answer) line.written = before
        this.#show({ trouble: AppError.from(error).message })
        this.#schedule(questionId, retryMs)
        this.#settled()
      },
    )
  }

  #settled(): void {
    for (const waiter of this.#settledWaiters) waiter()
    this.#settledWaiters.clear()
  }

  #show(change: Partial<AnswerSheetView>): void {
    this.#view = { ...this.#view, ...change }
    for (const watcher of this.#watchers) watcher()
  }
}
