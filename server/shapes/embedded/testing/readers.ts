import { type Message, type Row, ShapeStream, type ShapeStreamOptions } from '@electric-sql/client'
import { z } from 'zod'

/** A message of the protocol as it is on the wire. */
export const wireMessage = z.looseObject({
  key: z.string().optional(),
  value: z.record(z.string(), z.string().nullable()).optional(),
  old_value: z.record(z.string(), z.string().nullable()).optional(),
  headers: z.looseObject({
    operation: z.enum(['insert', 'update', 'delete']).optional(),
    control: z.string().optional(),
    lsn: z.string().optional(),
    op_position: z.number().optional(),
    last: z.boolean().optional(),
    txids: z.array(z.number()).optional(),
  }),
})
export type WireMessage = z.infer<typeof wireMessage>

export interface WireReply {
  status: number
  headers: Headers
  handle: string
  offset: string
  upToDate: boolean
  messages: WireMessage[]
  changes: WireMessage[]
}

/** One plain request, read whole. */
export async function ask(
  base: string,
  params: Record<string, string>,
  init: RequestInit = {},
): Promise<WireReply> {
  const response = await fetch(`${base}?${new URLSearchParams(params)}`, init)
  const body = await response.text()
  const json: unknown = body.startsWith('[') ? JSON.parse(body) : []
  const messages = z.array(wireMessage).parse(json)
  return {
    status: response.status,
    headers: response.headers,
    handle: response.headers.get('electric-handle') ?? '',
    offset: response.headers.get('electric-offset') ?? '',
    upToDate: response.headers.has('electric-up-to-date'),
    messages,
    changes: messages.filter((message) => message.key !== undefined),
  }
}

/** Reads by plain requests until the log's end, from the beginning or from a place reached before. */
export async function readToEnd(
  base: string,
  params: Record<string, string>,
  from: { handle?: string; offset: string } = { offset: '-1' },
): Promise<{ handle: string; offset: string; changes: WireMessage[]; replies: WireReply[] }> {
  let { handle = '', offset } = from
  const replies: WireReply[] = []
  for (;;) {
    const reply = await ask(base, { ...params, offset, ...(handle ? { handle } : {}) })
    if (reply.status !== 200) throw new Error(`status ${reply.status} at ${offset}`)
    replies.push(reply)
    handle = reply.handle
    offset = reply.offset
    if (reply.upToDate) return { handle, offset, changes: replies.flatMap(({ changes }) => changes), replies }
  }
}

/** Follows a shape with the published client, keeping every message it hands out. */
export function follow(options: ShapeStreamOptions): {
  stream: ShapeStream<Row>
  messages: Message<Row>[]
  /** Resolves when the messages so far satisfy the test. */
  until(test: (messages: Message<Row>[]) => boolean, timeoutMs?: number): Promise<void>
  stop(): void
} {
  const aborter = new AbortController()
  const stream = new ShapeStream<Row>({ ...options, signal: aborter.signal })
  const messages: Message<Row>[] = []
  const checks = new Set<() => void>()
  let failure: Error | undefined
  stream.subscribe(
    (batch) => {
      messages.push(...batch)
      for (const check of checks) check()
    },
    (error) => {
      failure = error
      for (const check of checks) check()
    },
  )
  return {
    stream,
    messages,
    until: (test, timeoutMs = 90_000) =>
      new Promise((resolve, reject) => {
        const end = (error?: Error) => {
          clearTimeout(timer)
          checks.delete(check)
          if (error) reject(error)
          else resolve()
        }
        const check = () => {
          if (test(messages)) end()
          else if (failure) end(failure)
        }
        const timer = setTimeout(
          () =>
            end(
              new Error(
                `not reached after ${messages.length} messages: ${JSON.stringify(messages.slice(-3))}`,
              ),
            ),
          timeoutMs,
        )
        checks.add(check)
        check()
      }),
    stop: () => aborter.abort(),
  }
}

/** The messages that change rows. */
export function changesOf(messages: Message<Row>[]) {
  return messages.flatMap((message) => ('key' in message ? [message] : []))
}

/** How often the stream reached the end of the log. */
export function upToDates(messages: Message<Row>[]): number {
  return messages.filter(({ headers }) => 'control' in headers && headers.control === 'up-to-date').length
}
