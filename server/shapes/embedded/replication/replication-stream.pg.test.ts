import { getEventListeners } from 'node:events'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../../tests/support/postgres.ts'
import { ReplicationStream, type StreamListener } from './replication-stream.ts'

const names = { slot: `stream_${process.pid}`, publication: 'all_of_it' }
let database: TestDatabase
let stream: ReplicationStream | undefined
let connected = 0
let failed = 0

const listener: StreamListener = {
  onConnect: () => 0,
  onActive: () => {
    connected += 1
  },
  onMessage: () => {},
  onIdle: () => {},
  onDisconnect: () => {},
  makeDurable: () => Promise.resolve(0),
  onError: () => {
    failed += 1
  },
}

beforeEach(async () => {
  connected = 0
  failed = 0
  database = await createTestDatabase()
  await database.pool.query(`CREATE PUBLICATION ${names.publication} FOR ALL TABLES`)
})
afterEach(async () => {
  vi.restoreAllMocks()
  await stream?.close()
  await database.drop()
})

it('holds on to nothing of the connections it lost, and of those it did not get', async () => {
  const listening = watchSignals()
  stream = new ReplicationStream({ connectionString: database.url }, names, listener)
  stream.start()
  for (let round = 1; round <= 4; round++) {
    await expect.poll(() => connected).toBe(round)
    await database.pool.query(
      `SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE slot_name = $1 AND active`,
      [names.slot],
    )
    await expect.poll(() => failed).toBeGreaterThanOrEqual(round)
  }
  await expect.poll(() => connected).toBe(5)
  expect(listening()).toBeLessThanOrEqual(2) // of its last connection: that all closes, and that it is over
  await stream.close()

  failed = 0
  stream = new ReplicationStream({ host: '127.0.0.1', port: 9 }, names, listener)
  stream.start()
  await expect.poll(() => failed).toBe(5)
  expect(listening()).toBeLessThanOrEqual(1) // its last pause
})

/** @returns how many listeners wait for a signal to abort, over all signals that got one since. */
function watchSignals(): () => number {
  const signals = new Set<AbortSignal>()
  const { addEventListener } = EventTarget.prototype
  vi.spyOn(EventTarget.prototype, 'addEventListener').mockImplementation(function (
    this: EventTarget,
    ...args: Parameters<EventTarget['addEventListener']>
  ) {
    if (this instanceof AbortSignal) signals.add(this)
    addEventListener.apply(this, args)
  })
  return () => [...signals].reduce((sum, signal) => sum + getEventListeners(signal, 'abort').length, 0)
}
