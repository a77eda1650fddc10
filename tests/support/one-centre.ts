import { afterAll, afterEach, beforeAll } from 'vitest'
import { type Device, openDevice, startCentreFixture, until } from './device.ts'
import { courseId, type GatewayFixture, type Subject } from './gateway-fixture.ts'

type DeviceOptions = Parameters<typeof openDevice>[2]

/** One centre for the tests of a file, and whatever devices they open on it. */
export interface OneCentre {
  /** There from the first test on. */
  readonly centre: GatewayFixture
  /** A device of somebody; it is closed when the test is over. */
  open(subject: Subject, options?: DeviceOptions): Promise<Device>
  /** Such a device that keeps the course, and has it. */
  learn(subject?: Subject, options?: DeviceOptions): Promise<Device>
  atCentre(sql: string, ...values: unknown[]): Promise<Record<string, unknown>[]>
}

/**
 * Starts a centre before the tests of a file and ends it after them. To be called once, at the top of the file.
 * @param prepare what has to be so at the centre before the first test
 * @param clean SQL that takes away what a test leaves there, run when its devices are closed
 */
export function oneCentre({
  prepare,
  clean,
}: {
  prepare?: (centre: GatewayFixture) => Promise<unknown>
  clean?: string
} = {}): OneCentre {
  let running: GatewayFixture | undefined
  const devices: Device[] = []
  const one: OneCentre = {
    get centre() {
      if (!running) throw new Error('the centre starts before the first test and not earlier')
      return running
    },
    async open(subject, options) {
      const device = await openDevice(one.centre, subject, options)
      devices.push(device)
      return device
    },
    async learn(subject = 'enrolled', options) {
      const device = await one.open(subject, options)
      await keepCourse(device)
      return device
    },
    atCentre: async (sql, ...values) => (await one.centre.database.pool.query(sql, values)).rows,
  }
  beforeAll(async () => {
    running = await startCentreFixture()
    await prepare?.(running)
  })
  afterEach(async () => {
    for (const device of devices.splice(0)) await device.close()
    if (clean) await one.centre.database.pool.query(clean)
  })
  afterAll(() => running?.close())
  return one
}

/** Keeps the course on a device and waits until it has been whole there. */
export async function keepCourse(device: Device): Promise<void> {
  device.account.keep(courseId)
  await until(
    'the course',
    () =>
      device.rows(`SELECT 1 FROM shape_groups WHERE group_name = 'course' AND course_id = ?`, courseId)
        .length,
  )
}

/** Waits until a device has the course as the centre has it now. */
export async function wholeCourse({ atCentre }: OneCentre, device: Device): Promise<void> {
  await until('the whole course', async () => {
    device.account.sync.kick()
    const [course] = await atCentre('SELECT content_version AS v FROM courses WHERE id = $1', courseId)
    const [group] = device.rows(
      `SELECT verified_version AS v FROM shape_groups WHERE group_name = 'course' AND course_id = ?`,
      courseId,
    )
    return group !== undefined && Number(group.v) >= Number(course?.v)
  })
}
