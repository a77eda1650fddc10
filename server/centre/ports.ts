import { randomInt } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { z } from 'zod'
import { AppError } from '../../src/shared/errors/app-error.ts'
import { writeFileAtomically } from './write-file-atomically.ts'

const remembered = z.record(z.string(), z.number().int().min(1).max(65_535)).catch({})

/** Below the ranges from which operating systems give out ports by themselves, so that a port stays free for us. */
const FIRST = 20_000
const LAST = 29_999
const TRIES = 200

/** Ports of a centre, by name: remembered from start to start, because devices and tokens know them. */
export interface Ports {
  /** The port of the last time if it is still free, another free one otherwise. */
  take(name: string): Promise<{ port: number; moved: boolean }>
  /** Never the port of the last time. */
  takeAnother(name: string): Promise<number>
}

/** @param path JSON file in which the ports are remembered. */
export async function openPorts(path: string): Promise<Ports> {
  const text = await readFile(path, 'utf8').catch(() => '{}')
  const ports = remembered.parse(parseJson(text))

  const keep = async (name: string, port: number) => {
    ports[name] = port
    await writeFileAtomically(path, JSON.stringify(ports), 0o600)
    return port
  }

  const takeAnother = async (name: string) => {
    const taken = new Set(Object.values(ports))
    for (let tried = 0; tried < TRIES; tried++) {
      const port = randomInt(FIRST, LAST + 1)
      if (!taken.has(port) && (await isFree(port))) return keep(name, port)
    }
    throw new AppError('unavailable', `No free port was found between ${FIRST} and ${LAST}.`)
  }

  return {
    takeAnother,
    async take(name) {
      const last = ports[name]
      if (last === undefined) return { port: await takeAnother(name), moved: false }
      if (await isFree(last)) return { port: last, moved: false }
      return { port: await takeAnother(name), moved: true }
    },
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}
