import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import type { z } from 'zod'
import { engineFlags } from '../../src/shared/shell/engine-flags.ts'

export interface Child {
  /** Resolves with the next message. @throws when the process ends first. */
  message<T extends z.ZodType>(schema: T): Promise<z.infer<T>>
  /** Asks the process to end, and waits until it has. */
  end(): Promise<void>
}

/** Processes that are still to be ended, should the benchmarks be broken off. */
const running = new Set<ChildProcess>()

/**
 * A process of its own for a part of a benchmark: with its own memory, and a core for itself where there is one.
 * It gets `input` as its first message. What it prints goes to our stderr, so that stdout stays the result's.
 */
export function startChild(module: URL, input: unknown, execArgv: readonly string[] = []): Child {
  const child = fork(module, {
    stdio: ['ignore', 2, 2, 'ipc'],
    serialization: 'advanced',
    execArgv: [...process.execArgv, ...execArgv],
  })
  running.add(child)
  const ended = once(child, 'exit').then(([code, signal]) => {
    running.delete(child)
    return `ended with ${signal ?? code}`
  })
  child.send({ input })
  return {
    message: async (schema) => {
      const first = await Promise.race([once(child, 'message'), ended])
      if (typeof first === 'string') throw new Error(`${module.pathname.split('/').at(-1)} ${first}`)
      return schema.parse(first[0])
    },
    end: async () => {
      if (child.connected) child.disconnect()
      const timer = setTimeout(() => child.kill('SIGKILL'), 20_000)
      await ended
      clearTimeout(timer)
    },
  }
}

/** Runs a process with an engine in it, started as the shells start it, that gives one answer. */
export async function runEngine<T extends z.ZodType>(
  module: URL,
  input: unknown,
  schema: T,
): Promise<z.infer<T>> {
  const child = startChild(module, input, engineFlags)
  try {
    return await child.message(schema)
  } finally {
    await child.end()
  }
}

/** Lets go of every process still running; each ends itself when its channel closes. */
export function abandonChildren(): Promise<unknown> {
  return Promise.all(
    [...running].map((child) => {
      if (child.connected) child.disconnect()
      return once(child, 'exit')
    }),
  )
}
