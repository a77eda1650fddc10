/**
 * The line a device holds to its doorbell. Rings come when the story says so: the shape log rings a moment after the
 * commit, and a story must not depend on that moment. (`tests/sync/learner-devices` listens to the real one.)
 */
export class DoorbellLine {
  #held: { resolve: (response: Response) => void; reject: (error: unknown) => void } | null = null
  #rings = 0

  ask(url: URL, signal: AbortSignal | null | undefined): Promise<Response> {
    if (url.searchParams.get('live') !== 'true') return Promise.resolve(this.#reply([]))
    return new Promise((resolve, reject) => {
      const held = { resolve, reject }
      this.#held = held
      signal?.addEventListener('abort', () => {
        if (this.#held === held) this.#held = null
        reject(signal.reason)
      })
    })
  }

  ring(): void {
    const held = this.#held
    if (!held) return
    this.#held = null
    this.#rings += 1
    const key = `"public"."change_feed"/"${this.#rings}"`
    held.resolve(this.#reply([{ key, value: { id: String(this.#rings) }, headers: { operation: 'insert' } }]))
  }

  /** The shape service refuses: the line is lost. */
  fail(): void {
    const held = this.#held
    this.#held = null
    held?.resolve(new Response('{}', { status: 403 }))
  }

  hangUp(): void {
    this.#held = null
  }

  #reply(changes: object[]): Response {
    return new Response(JSON.stringify([...changes, { headers: { control: 'up-to-date' } }]), {
      headers: {
        'content-type': 'application/json',
        'electric-handle': 'doorbell',
        'electric-offset': `${this.#rings}_0`,
        'electric-cursor': String(this.#rings),
        'electric-up-to-date': '',
        'electric-schema': '{"id":{"type":"int8"}}',
      },
    })
  }
}
