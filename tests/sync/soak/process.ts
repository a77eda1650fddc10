import { type ChildProcess, fork } from 'node:child_process'
import { appendFileSync } from 'node:fs'

/** What a process says unasked, apart from what it answers. */
export type Said = { kind: 'ready' } & Record<string, unknown>

interface Answer {
  id: number
  value?: unknown
  error?: string
}

/** A real process that is asked over IPC, may be killed at any moment, and ends with the one that started it. */
export class SoakProcess {
  readonly #child: ChildProcess
  readonly #waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  readonly #ended: Promise<void>
  #next = 1
  #running = true

  private constructor(child: ChildProcess, onSaid: (said: Record<string, unknown>) => void) {
    this.#child = child
    this.#ended = new Promise((resolve) => {
      child.once('exit', () => {
        this.#running = false
        for (const { reject } of this.#waiting.values()) reject(new Error('the process is gone'))
        this.#waiting.clear()
        resolve()
      })
    })
    child.on('message', (message: Answer | Record<string, unknown>) => {
      if (!('id' in message)) return onSaid(message)
      const { id, value, error } = message as Answer
      const waiting = this.#waiting.get(id)
      this.#waiting.delete(id)
      if (error === undefined) waiting?.resolve(value)
      else waiting?.reject(new Error(error))
    })
    child.on('error', () => {}) // a message that could not be sent: whoever asked hears of the end
  }

  /**
   * Starts a script and waits until it says that it is ready.
   * @param logFile takes what it prints. @throws Error when it ends before.
   */
  static async start(
    script: string,
    options: object,
    logFile: string,
    onSaid: (said: Record<string, unknown>) => void = () => {},
  ): Promise<SoakProcess> {
    const child = fork(script, [JSON.stringify(options)], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk) => appendFileSync(logFile, chunk))
    return new Promise((resolve, reject) => {
      const started = new SoakProcess(child, (said) => {
        if (said.kind === 'ready') resolve(started)
        else onSaid(said)
      })
      void started.#ended.then(() => reject(new Error(`a process ended as it started; see ${logFile}`)))
    })
  }

  get running(): boolean {
    return this.#running
  }

  /** @throws Error when it cannot be done, or the process ends first. */
  ask(what: object): Promise<unknown> {
    if (!this.#running) return Promise.reject(new Error('the process is gone'))
    const id = this.#next
    this.#next += 1
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      this.#child.send({ id, ...what })
    })
  }

  /** `kill -9`. @returns when it is gone. */
  async kill(): Promise<void> {
    if (this.#running) this.#child.kill('SIGKILL')
    await this.#ended
  }
}
