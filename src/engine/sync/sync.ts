import type { SyncStatusView, WaitingCounts } from '../../shared/contract/sync-views.ts'
import { isDamage } from '../db/storage-errors.ts'
import type { WriteDoor } from '../db/write-door.ts'
import { readState } from '../outbox/device-state.ts'
import { outboxEntries, outboxSize } from '../outbox/outbox.ts'
import { waitingCounts } from '../outbox/waiting.ts'
import { Content, type ContentOptions } from './content.ts'
import { listenToDoorbell } from './doorbell.ts'
import { DoorbellKeeper } from './doorbell-keeper.ts'
import { GatewayClient, type TokenProvider } from './gateway-client.ts'
import { heldGroups } from './held-drafts.ts'
import type { LaneSettings, LaneState } from './lane.ts'
import { type Clock, LaneRunner } from './lane-runner.ts'
import { personalRowsAgree } from './personal-digest.ts'
import { pullOnce } from './pull.ts'
import { pushAll } from './push.ts'
import type { Replay } from './rebase.ts'
import { dropGroup, type GroupDeps } from './shape-group.ts'

export interface SyncOptions extends ContentOptions {
  gatewayUrl: string
  tokens: TokenProvider
  fetch: typeof fetch
  door: WriteDoor
  /** What `status` says has changed. */
  onStatus: () => void
  /** The centre answers, for the first time or again. */
  onReached: () => void
  /** The database of this device turned out to be damaged. */
  onDamage: () => void
  replay: Replay
  /** The device's name towards the centre, as it is now. */
  clientId: () => string
  clock: Clock
  /** Another way to listen to the doorbell: the usual one waits and repeats by the real time, whatever `clock` says. */
  listen?: typeof listenToDoorbell | undefined
}

const personalLane: LaneSettings = { intervalMs: 60_000, maxBackoffMs: 15_000 }
const contentLane: LaneSettings = { intervalMs: 60_000, maxBackoffMs: 30_000 }
const hourMs = 3_600_000
const lookAgainAfterMs = [15, 250]

/**
 * Keeps one person's device and the centre together: what they did goes up, their own rows and what many share come
 * down. Two lanes, so that a large course never delays a note.
 */
export class Sync {
  readonly #options: SyncOptions
  readonly client: GatewayClient
  readonly #personal: LaneRunner
  readonly #contentLane: LaneRunner
  readonly #content: Content
  readonly #doorbell: DoorbellKeeper
  #sending = false
  #reachable = false
  #personalCheckedAtMs = 0
  #lastEnrolled = ''
  #lastStatus = ''
  /** The doorbell rang since the last pull was begun; how many pulls after a ring have brought nothing. */
  #rung = false
  #fruitless = 0
  /** Whether the last round ended with work still waiting. */
  #leftSome = false

  constructor(options: SyncOptions) {
    this.#options = options
    this.client = new GatewayClient(options.gatewayUrl, options.tokens, options.fetch)
    const { clock } = options
    this.#personal = new LaneRunner({
      settings: personalLane,
      clock,
      work: () => this.#exchange(),
      onChange: (state, error) => {
        if (isDamage(error)) options.onDamage()
        this.#afterPersonal(state)
      },
    })
    this.#content = new Content(options)
    this.#contentLane = new LaneRunner({
      settings: contentLane,
      clock,
      work: (signal) => this.#content.bring(this.#groupDeps(signal), signal),
      onChange: (_state, error) => {
        if (isDamage(error)) options.onDamage()
        this.#announce()
      },
    })
    this.#doorbell = new DoorbellKeeper({
      clock,
      listen: (ring, lost) => (options.listen ?? listenToDoorbell)(this.client, options.fetch, ring, lost),
      onRing: () => {
        this.#rung = true
        this.#personal.dispatch({ kind: 'wake' })
      },
      onRested: () => this.#personal.dispatch({ kind: 'wake' }),
    })
  }

  start(): void {
    this.#personal.dispatch({ kind: 'start' })
    this.#contentLane.dispatch({ kind: 'start' })
  }

  /** Ends what is under way; a line that hangs is not waited for. What was not answered is sent again another time. */
  async stop(): Promise<void> {
    this.#doorbell.hangUp()
    const stopped = Promise.all([this.#personal.stop(), this.#contentLane.stop()])
    this.client.close()
    await stopped
  }

  /** Something was put into the outbox. */
  localWrite(): void {
    this.#personal.dispatch({ kind: 'wake' })
  }

  /** A course was asked to be kept, or looked at: its content is wanted soon. */
  wantCourse(courseId: string): void {
    this.#content.look(courseId)
    this.#contentLane.dispatch({ kind: 'wake' })
  }

  /** A course's content leaves the device; the person's own work stays, and so does the outline. */
  forgetCourse(courseId: string): void {
    dropGroup(this.#groupDeps(), 'course', courseId)
  }

  /** Somebody says "try now". */
  kick(): void {
    this.#personal.dispatch({ kind: 'kick' })
    this.#contentLane.dispatch({ kind: 'kick' })
  }

  get online(): boolean {
    const { phase } = this.#personal.state
    return phase === 'idle' || (phase === 'running' && this.#personal.error === null)
  }

  get signInExpired(): boolean {
    return this.#personal.state.phase === 'blocked' && this.#personal.error?.code !== 'contract-too-old'
  }

  /** Content may come again, or has to wait: the lane looks. */
  reconsiderContent(): void {
    this.#contentLane.dispatch({ kind: 'kick' })
  }

  /** @param attentionCount items that wait for the person's decision. */
  status(attentionCount: number): Omit<SyncStatusView, 'metered'> {
    const { sqlite } = this.#options
    const waiting = waitingCounts(outboxEntries(sqlite))
    const state = this.#personal.state
    const number = (key: 'lastSuccessAtMs' | 'deliveredAtMs') => {
      const text = readState(sqlite, key)
      return text === null ? null : Number(text)
    }
    return {
      state: this.#wordFor(waiting, attentionCount),
      waiting,
      attentionCount,
      online: this.online,
      lastSuccessAtMs: number('lastSuccessAtMs'),
      deliveredAtMs: waiting.total === 0 ? number('deliveredAtMs') : null,
      nextTryAtMs: state.phase === 'backoff' || state.phase === 'idle' ? state.atMs : null,
      reason: this.#personal.error?.message ?? null,
    }
  }

  #wordFor(waiting: WaitingCounts, attentionCount: number): SyncStatusView['state'] {
    const { phase } = this.#personal.state
    if (phase === 'blocked' || attentionCount > 0) return 'attention'
    if (phase === 'backoff' || phase === 'stopped' || (phase === 'running' && this.#personal.error))
      return 'offline'
    if (this.#sending || (phase === 'running' && readState(this.#options.sqlite, 'cursor') === null))
      return 'syncing'
    return waiting.total > 0 ? 'waiting' : 'delivered'
  }

  /** One round of the personal lane: send, then receive; what was sent is confirmed by what is received. */
  async #exchange(): Promise<void> {
    const { sqlite, userId, clientId, door, replay, clock } = this.#options
    const nowMs = () => clock.nowMs()
    const pull = () =>
      pullOnce({ client: this.client, sqlite, door, replay, userId, clientId: clientId(), nowMs })
    this.#sending = outboxSize(sqlite) > 0
    if (this.#sending) this.#announce()
    try {
      // What is sent can no longer fold, so nothing is marked as sent to a centre that did not just answer.
      if (!this.#reachable) {
        await pull()
        this.#reachable = true
        this.#options.onReached()
      }
      const sent = await pushAll({ client: this.client, door, clientId: clientId(), nowMs })
      const rung = this.#rung
      this.#rung = false
      if (await pull()) this.#fruitless = 0
      else if (rung) this.#lookAgain()
      const enrolled = this.#content.enrolledCourses().join()
      const isHolding = heldGroups(sqlite).length > 0
      if (sent || isHolding || enrolled !== this.#lastEnrolled) this.#contentLane.dispatch({ kind: 'wake' })
      this.#lastEnrolled = enrolled
      this.#sendWhatIsLeft()
    } catch (error) {
      this.#reachable = false
      throw error
    } finally {
      this.#sending = false
    }
    if (Math.abs(clock.nowMs() - this.#personalCheckedAtMs) > 24 * hourMs && outboxSize(sqlite) === 0) {
      if (!(await this.#agrees(pull)))
        door.write((tx) => {
          tx.sqlite.prepare("DELETE FROM device_state WHERE key = 'cursor'").run()
        })
      this.#personalCheckedAtMs = clock.nowMs()
    }
  }

  /**
   * What waits at the end of a round came back in it (the centre knows less than it did, or this device goes on under another
   * name), and goes at once. Where that did not help it waits for the next round: a centre is not asked without end.
   */
  #sendWhatIsLeft(): void {
    const leftBefore = this.#leftSome
    this.#leftSome = outboxSize(this.#options.sqlite) > 0
    if (this.#leftSome && !leftBefore) this.#personal.dispatch({ kind: 'wake' })
  }

  /**
   * A change reaches the doorbell a moment before other transactions see it: the walsender is not held up by the commit it
   * reads. A ring that brought nothing is therefore followed by another look, or the change would wait for the next round.
   */
  #lookAgain(): void {
    const delayMs = lookAgainAfterMs[this.#fruitless]
    this.#fruitless += 1
    if (delayMs === undefined) {
      this.#fruitless = 0
      return
    }
    this.#options.clock.schedule(delayMs, () => {
      this.#rung = true
      this.#personal.dispatch({ kind: 'wake' })
    })
  }

  /** Twice, because the centre may have moved on between pull and comparison. */
  async #agrees(pull: () => Promise<boolean>): Promise<boolean> {
    const { sqlite, userId } = this.#options
    for (let attempt = 0; attempt < 3; attempt++) {
      if (outboxSize(sqlite) > 0 || (await personalRowsAgree(this.client, sqlite, userId))) return true
      await pull()
    }
    return false
  }

  #groupDeps(signal = new AbortController().signal): GroupDeps {
    const { sqlite, door, replay, userId, clock } = this.#options
    const nowMs = () => clock.nowMs()
    return { client: this.client, sqlite, door, replay, userId, nowMs, pause: pauseOf(clock, signal) }
  }

  #afterPersonal(state: LaneState): void {
    if (state.phase === 'idle') this.#doorbell.pickUp()
    else if (state.phase === 'backoff' || state.phase === 'blocked') this.#doorbell.hangUp()
    // The network is back: content need not wait out its own backoff.
    if (state.phase === 'idle' && this.#contentLane.state.phase === 'backoff')
      this.#contentLane.dispatch({ kind: 'kick' })
    this.#announce()
  }

  #announce(): void {
    const status = JSON.stringify([this.#personal.state.phase, this.#sending, this.#personal.error?.code])
    if (status === this.#lastStatus) return
    this.#lastStatus = status
    this.#options.onStatus()
  }
}

/** Pauses by a clock; a signal that aborts ends them early. */
function pauseOf(clock: Clock, signal: AbortSignal): (ms: number) => Promise<void> {
  return (ms) =>
    new Promise((resolve) => {
      if (signal.aborted) return resolve()
      const cancel = clock.schedule(ms, resolve)
      signal.addEventListener('abort', () => {
        cancel()
        resolve()
      })
    })
}
