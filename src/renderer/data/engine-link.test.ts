import { createORPCClient } from '@orpc/client'
import { implement, ORPCError } from '@orpc/server'
import { RPCHandler } from '@orpc/server/message-port'
import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { afterEach, expect, test } from 'vitest'
import { api } from '../../shared/contract/api.ts'
import type { KeepState } from '../../shared/contract/catalogue-views.ts'
import type { Notice } from '../../shared/contract/views.ts'
import { AppError } from '../../shared/errors/app-error.ts'
import type { EngineClient } from './engine-client.ts'
import { EngineLink } from './engine-link.ts'
import { type EnginePort, portFromMessagePort } from './engine-port.ts'
import { followNotices } from './notices.ts'
import { createRefresher } from './refresh.ts'

const open: MessagePort[] = []
afterEach(() => {
  for (const port of open.splice(0)) port.close()
})

const kept: KeepState = { state: 'kept', totalBytes: 10, doneBytes: 10, error: null }
const everything: Notice = { topics: ['tables', 'status', 'session', 'downloads'], tables: ['*'] }
const os = implement(api)

/** An engine process: answers over a real port, and takes every open call with it when it is killed. */
function startEngine(handlers: {
  keepState?: (courseId: string) => Promise<KeepState>
  notices?: () => AsyncGenerator<Notice>
}): { port: EnginePort; kill: () => void } {
  const { port1, port2 } = new MessageChannel()
  open.push(port1, port2)
  const router = {
    library: {
      keepState: os.library.keepState.handler(({ input }) =>
        handlers.keepState ? handlers.keepState(input.courseId) : kept,
      ),
    },
    notices: os.notices.handler(async function* () {
      if (handlers.notices) yield* handlers.notices()
    }),
  }
  new RPCHandler(router).upgrade(port2)
  port2.start()
  const port = portFromMessagePort(port1)
  return { port, kill: () => port.close() }
}

function clientOf(link: EngineLink): EngineClient {
  return createORPCClient(link)
}

test('a call made before the engine is there waits for it', async () => {
  const link = new EngineLink()
  const answer = clientOf(link).library.keepState({ courseId: 'c' })
  expect(link.connection).toBe('starting')
  link.attach(startEngine({}).port)
  expect(await answer).toEqual(kept)
  expect(link.connection).toBe('open')
})

test('a call whose engine dies is made again to the next engine', async () => {
  const link = new EngineLink()
  let asked: (() => void) | undefined
  const wasAsked = new Promise<void>((resolve) => {
    asked = resolve
  })
  const first = startEngine({
    keepState: () => {
      asked?.()
      return new Promise(() => {})
    },
  })
  link.attach(first.port)
  const answer = clientOf(link).library.keepState({ courseId: 'c' })
  await wasAsked
  first.kill()
  expect(link.connection).toBe('restarting')
  link.attach(startEngine({}).port)
  expect(await answer).toEqual(kept)
})

test('a call that kills every engine it meets fails in the end, and says that work is safe', async () => {
  const link = new EngineLink()
  const startDoomed = () => {
    const engine = startEngine({
      keepState: () => {
        engine.kill()
        queueMicrotask(startDoomed)
        return new Promise(() => {})
      },
    })
    link.attach(engine.port)
  }
  startDoomed()
  await expect(clientOf(link).library.keepState({ courseId: 'c' })).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringContaining('safe'),
  })
})

test('an AppError of the engine arrives with its code and words', async () => {
  const link = new EngineLink()
  const refusal = new AppError('no-space', 'There is no room left on this device.')
  const keepState = async () => {
    throw new ORPCError('CONFLICT', { message: refusal.message, data: refusal.toData() })
  }
  link.attach(startEngine({ keepState }).port)
  const call = clientOf(link).library.keepState({ courseId: 'c' })
  await expect(call).rejects.toBeInstanceOf(AppError)
  await expect(call).rejects.toMatchObject({ code: 'no-space', message: refusal.message })
})

test('an aborted call does not wait for an engine', async () => {
  const link = new EngineLink()
  const abort = new AbortController()
  const call = clientOf(link).library.keepState({ courseId: 'c' }, { signal: abort.signal })
  abort.abort()
  await expect(call).rejects.toThrow()
})

test('notices ask again what they touch and nothing else, and a new engine asks everything again', async () => {
  const link = new EngineLink()
  const engine = clientOf(link)
  const queryClient = new QueryClient({
    defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY, retry: false } },
  })
  const asked = { notes: 0, catalogue: 0 }
  const observe = (name: 'notes' | 'catalogue') =>
    new QueryObserver(queryClient, {
      queryKey: [name],
      queryFn: () => {
        asked[name] += 1
        return asked[name]
      },
    }).subscribe(() => {})
  observe('notes')
  observe('catalogue')

  let say: ((notice: Notice) => void) | undefined
  const first = startEngine({
    notices: async function* () {
      yield everything
      for (;;) yield await new Promise<Notice>((resolve) => (say = resolve))
    },
  })
  link.attach(first.port)
  void followNotices(engine, link, createRefresher(queryClient))
  await expect.poll(() => [asked, say !== undefined]).toEqual([{ notes: 2, catalogue: 2 }, true])

  say?.({ topics: ['tables'], tables: ['notes'] })
  await expect.poll(() => asked).toEqual({ notes: 3, catalogue: 2 })

  first.kill()
  const second = startEngine({
    notices: async function* () {
      yield everything
      await new Promise(() => {})
    },
  })
  link.attach(second.port)
  await expect.poll(() => asked).toEqual({ notes: 4, catalogue: 3 })
  queryClient.clear()
})

test('a notice during a question asks once more afterwards instead of cancelling it', async () => {
  const queryClient = new QueryClient({
    defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } },
  })
  const answers: ((value: number) => void)[] = []
  const cancelled: boolean[] = []
  const observer = new QueryObserver(queryClient, {
    queryKey: ['notes', {}],
    queryFn: ({ signal }) => {
      signal.addEventListener('abort', () => cancelled.push(true))
      return new Promise<number>((resolve) => answers.push(resolve))
    },
  })
  observer.subscribe(() => {})
  const refresher = createRefresher(queryClient)
  await expect.poll(() => answers.length).toBe(1)
  for (let i = 0; i < 5; i += 1) refresher.apply({ topics: ['tables'], tables: ['notes'] })
  answers[0]?.(1)
  await expect.poll(() => answers.length).toBe(2)
  answers[1]?.(2)
  await expect.poll(() => observer.getCurrentResult().data).toBe(2)
  expect(answers.length).toBe(2)
  expect(cancelled).toEqual([])
  queryClient.clear()
})
