import { expect, test } from 'vitest'
import { createMultiplexer, type Multiplexer, type Port } from './multiplexer.ts'

/** Two ends joined by structured clone, as between processes. */
function pair(onOpen: (name: string, port: Port) => void): Multiplexer {
  const near: Multiplexer = createMultiplexer(
    (message) => far.receive(structuredClone(message)),
    () => undefined,
  )
  const far: Multiplexer = createMultiplexer((message) => near.receive(structuredClone(message)), onOpen)
  return near
}

test('messages sent before anybody listens wait, in order', () => {
  let far: Port | undefined
  const near = pair((_, port) => {
    far = port
  }).open('page')
  near.postMessage('one')
  near.postMessage(new Uint8Array([2]))
  const seen: unknown[] = []
  far?.on('message', ({ data }) => seen.push(data))
  near.postMessage('three')
  expect(seen).toEqual(['one', new Uint8Array([2]), 'three'])
})

test('ports do not hear each other, and closing one leaves the rest open', () => {
  const far = new Map<string, Port>()
  const near = pair((name, port) => far.set(name, port))
  const [first, second] = [near.open('first'), near.open('second')]
  const seen: string[] = []
  for (const [name, port] of far) {
    port.on('message', ({ data }) => seen.push(`${name}: ${data}`))
    port.on('close', () => seen.push(`${name} closed`))
  }
  first.postMessage('a')
  first.close()
  first.postMessage('never')
  second.postMessage('b')
  expect(seen).toEqual(['first: a', 'first closed', 'second: b'])
})

test('when the channel is gone every port closes, once', () => {
  const near = pair(() => undefined)
  let closed = 0
  near.open('page').on('close', () => {
    closed += 1
  })
  near.closeAll()
  near.closeAll()
  expect(closed).toBe(1)
})

test('what is not a message of the channel is ignored', () => {
  const near = pair(() => undefined)
  for (const odd of [
    null,
    'text',
    { kind: 'data' },
    { kind: 'data', port: 99, data: 1 },
    { kind: 'other', port: 1 },
  ])
    expect(() => near.receive(odd)).not.toThrow()
})
