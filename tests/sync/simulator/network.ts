import type { SimulatedCentre } from './centre.ts'
import type { Dice } from './dice.ts'
import type { VirtualTime } from './virtual-time.ts'

/** What becomes of a request. */
export type Fate =
  | 'arrives'
  /** The connection breaks before the centre sees it. */
  | 'lost'
  /** The centre does it; the answer never comes (a gateway killed between commit and reply). */
  | 'unanswered'
  /** The answer breaks off in its middle. */
  | 'torn'
  /** A proxy delivers it twice; the second answer is the one that comes back. */
  | 'twice'
  /** Delivered once more, long after. */
  | 'echoed'
  | 'busy'
  | 'storm'
  /** On its way for a minute. */
  | 'slow'
  /** The token is no longer good; once. */
  | 'expired'
  /** The centre says that the app is too old, until it is updated. */
  | 'too-old'
  /** The shape service moves its offset past changes it never sends. */
  | 'skips'

export const fates: readonly Fate[] = [
  'lost',
  'unanswered',
  'torn',
  'twice',
  'echoed',
  'busy',
  'storm',
  'slow',
  'expired',
  'skips',
]

export interface Packet {
  device: string
  url: URL
  init: RequestInit
  heldUntilMs: number
  fate: Fate | null
  resolve: (response: Response) => void
  reject: (error: unknown) => void
}

/**
 * Everything between the devices and the centre. One request at a time is carried, so that a story is the same whenever
 * it is told; which one, and what becomes of it, the dice say.
 */
export class Network {
  readonly #centre: SimulatedCentre
  readonly #time: VirtualTime
  readonly #dice: Dice
  #waiting: Packet[] = []
  /** Copies of requests that will be delivered again. */
  #echoes: { request: () => Request; atMs: number }[] = []
  carried = 0
  /** What has happened, for a story told in words. */
  readonly onCarried: (packet: Packet, fate: Fate, status: string) => void

  constructor(
    centre: SimulatedCentre,
    time: VirtualTime,
    dice: Dice,
    onCarried: (packet: Packet, fate: Fate, status: string) => void,
  ) {
    this.#centre = centre
    this.#time = time
    this.#dice = dice
    this.onCarried = onCarried
  }

  send(packet: Packet): void {
    this.#waiting.push(packet)
    packet.init.signal?.addEventListener('abort', () => {
      if (!this.#waiting.includes(packet)) return
      this.#waiting = this.#waiting.filter((other) => other !== packet)
      packet.reject(packet.init.signal?.reason)
    })
  }

  /** Requests of a device that is gone, or without a network, come to nothing. */
  drop(device: string, error: unknown): void {
    const [gone, rest] = [
      this.#waiting.filter((p) => p.device === device),
      this.#waiting.filter((p) => p.device !== device),
    ]
    this.#waiting = rest
    for (const packet of gone) packet.reject(error)
  }

  /** When the next request that is held up will arrive; null when none is. */
  nextArrivalMs(): number | null {
    const times = [
      ...this.#waiting.map((packet) => packet.heldUntilMs),
      ...this.#echoes.map((echo) => echo.atMs),
    ]
    return times.length === 0 ? null : Math.min(...times)
  }

  /** Carries one request that can be carried now. @returns whether there was one. */
  async carryOne(): Promise<boolean> {
    const now = this.#time.nowMs
    const echo = this.#echoes.find(({ atMs }) => atMs <= now)
    if (echo) {
      this.#echoes = this.#echoes.filter((other) => other !== echo)
      await (await this.#centre.handle(echo.request())).arrayBuffer()
      return true
    }
    const ready = this.#waiting.filter((packet) => packet.heldUntilMs <= now)
    if (ready.length === 0) return false
    const packet = this.#dice.pick(ready)
    const fate = packet.fate ?? 'arrives'
    if (fate === 'slow') {
      packet.fate = null
      packet.heldUntilMs = now + 5000 + this.#dice.below(60_000)
      return true
    }
    this.#waiting = this.#waiting.filter((other) => other !== packet)
    this.carried += 1
    await this.#carry(packet, fate)
    return true
  }

  /** Forgets what is still under way: the story is over. */
  calm(): void {
    this.#echoes = []
  }

  async #carry(packet: Packet, fate: Fate): Promise<void> {
    const request = () => {
      const asked = new Request(packet.url, { ...packet.init, signal: null })
      asked.headers.delete('accept-encoding') // nothing here unpacks, and stories tear and change what they carry
      return asked
    }
    const answer = (response: Response) => {
      this.onCarried(packet, fate, String(response.status))
      packet.resolve(response)
    }
    const fail = (error: Error) => {
      this.onCarried(packet, fate, error.message)
      packet.reject(error)
    }
    switch (fate) {
      case 'lost':
        return fail(new TypeError('fetch failed: connection reset'))
      case 'busy':
        return answer(new Response('busy', { status: 503 }))
      case 'storm':
        return answer(
          new Response('too many', {
            status: 429,
            headers: { 'retry-after': String(1 + this.#dice.below(40)) },
          }),
        )
      case 'expired':
        return answer(refusal(401, 'token-expired'))
      case 'too-old':
        return answer(refusal(426, 'contract-too-old'))
      default:
    }
    if (fate === 'twice') await (await this.#centre.handle(request())).arrayBuffer()
    if (fate === 'echoed')
      this.#echoes.push({ request, atMs: this.#time.nowMs + 1000 + this.#dice.below(600_000) })
    const response = await this.#centre.handle(request())
    const bytes = new Uint8Array(await response.arrayBuffer())
    if (fate === 'unanswered') return fail(new TypeError('fetch failed: other side closed'))
    const { status, headers } = response
    if (fate === 'torn' && bytes.length > 1)
      return answer(new Response(brokenBody(bytes, this.#dice), { status, headers }))
    if (fate === 'skips' && skippable(packet.url, status))
      return answer(new Response(upToDate, { status, headers }))
    answer(new Response(status === 204 || status === 304 ? null : bytes, { status, headers }))
  }
}

const upToDate = '[{"headers":{"control":"up-to-date"}}]'

/** Changes of a shape after its first fetch. */
function skippable(url: URL, status: number): boolean {
  const offset = url.searchParams.get('offset')
  return (
    status === 200 && url.pathname.startsWith('/v1/shapes/') && offset !== '-1' && !offset?.startsWith('0_')
  )
}

function refusal(status: number, code: string): Response {
  const error = { code, message: `refused: ${code}`, retryable: false }
  return new Response(JSON.stringify({ error }), { status, headers: { 'content-type': 'application/json' } })
}

function brokenBody(bytes: Uint8Array, dice: Dice): ReadableStream<Uint8Array> {
  const first = bytes.subarray(0, dice.below(bytes.length))
  let sent = false
  return new ReadableStream({
    pull(controller) {
      if (sent || first.length === 0) controller.error(new TypeError('terminated: other side closed'))
      else controller.enqueue(first)
      sent = true
    },
  })
}
