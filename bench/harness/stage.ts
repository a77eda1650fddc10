import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BenchCentre, startBenchCentre } from './centre.ts'
import type { DeviceInput } from './device.ts'
import { type CourseSize, learner, seedCourse } from './school.ts'

/** What benchmarks share: one folder, one centre, the courses in it. Made when first asked for. */
export interface Stage {
  centre(): Promise<BenchCentre>
  /** A course that is there with the learner enrolled. */
  course(size: CourseSize): Promise<void>
  /** A device of the learner for a child process to open, in a folder of its own. */
  device(): Promise<DeviceInput>
  /** Something that takes long to make and may be used by a later benchmark of the same run. */
  once<T>(key: string, make: () => Promise<T>): Promise<T>
  /** How many minutes of use are played through where a benchmark plays some. */
  minutes: number
  /** Whether those minutes are lived through, and not only what is done in them. */
  realTime: boolean
  say(line: string): void
  close(): Promise<void>
}

export async function openStage(
  say: (line: string) => void,
  { minutes, realTime }: Pick<Stage, 'minutes' | 'realTime'>,
): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'brainix-bench-'))
  const made = new Map<string, Promise<unknown>>()
  let started: Promise<BenchCentre> | undefined

  const once = <T>(key: string, make: () => Promise<T>): Promise<T> => {
    const known = made.get(key) as Promise<T> | undefined
    if (known) return known
    const making = make()
    made.set(key, making)
    return making
  }
  const centre = () => {
    if (!started) {
      say('starting Postgres and a gateway')
      started = startBenchCentre(folder)
    }
    return started
  }
  return {
    centre,
    once,
    minutes,
    realTime,
    say,
    course: (size) =>
      once(`course ${size.id}`, async () => {
        say(`writing a course of ${size.modules * size.lessonsPerModule} lessons`)
        const { query } = await centre()
        await seedCourse(query, size)
        await query('VACUUM ANALYZE')
        await query('CHECKPOINT')
      }),
    device: async () => {
      const { gatewayUrl, token } = await centre()
      return {
        home: await mkdtemp(join(folder, 'device-')),
        gatewayUrl: `${gatewayUrl}/`,
        accessToken: await token(learner),
        userId: learner,
      }
    },
    close: async () => {
      await started?.then((running) => running.close()).catch((error: unknown) => say(String(error)))
      await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
    },
  }
}
