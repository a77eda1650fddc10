import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@playwright/test'
import Database from 'better-sqlite3'
import { type Centre, importCourse, type Shell, startCentre, startShell } from './processes.ts'
import { layWire, type Wire } from './wire.ts'

/** A device: the browser shell with its engine, and the line it has to the centre. */
export interface StagedDevice {
  home: string
  shell: Shell
  wire: Wire
  /** Ends the shell, if it still runs, and starts it again on the same files. */
  restart(): Promise<void>
  /** What this device has written into the database of a person. */
  rows(userId: string, sql: string, ...values: unknown[]): Record<string, unknown>[]
}

/** The processes behind the tests of one file. */
export interface Stage {
  /** A place for files of these tests, gone afterwards. */
  readonly folder: string
  readonly centre: Centre
  readonly laptop: StagedDevice
  /** Another device, its line laid to the same centre. */
  openDevice(name: string): Promise<StagedDevice>
  /** Starts the centre again where it was, after it was killed. */
  restartCentre(): Promise<void>
}

/**
 * Starts a centre and a laptop before the tests of a file and ends whatever runs after them. To be called once, at the
 * top of the file.
 * @param name of the folder, for whoever finds it while tests run
 * @param course writes a course into the folder it is given; it is imported before the laptop starts
 * @param prepare what else has to be so at the centre before the laptop starts
 */
export function stageFor(
  name: string,
  { course, prepare }: { course?: (folder: string) => Promise<void>; prepare?: () => Promise<void> } = {},
): Stage {
  const set: { folder?: string; centre?: Centre; laptop?: StagedDevice } = {}
  const devices: StagedDevice[] = []
  const onStage = <T>(part: T | undefined): T => {
    if (part === undefined) throw new Error('the stage is set up before the first test and not earlier')
    return part
  }
  const stage: Stage = {
    get folder() {
      return onStage(set.folder)
    },
    get centre() {
      return onStage(set.centre)
    },
    get laptop() {
      return onStage(set.laptop)
    },
    async openDevice(deviceName) {
      const device = await openDevice(join(stage.folder, deviceName), stage.centre)
      devices.push(device)
      return device
    },
    async restartCentre() {
      set.centre = await startCentre(join(stage.folder, 'centre'))
    },
  }
  test.beforeAll(async () => {
    set.folder = await mkdtemp(join(tmpdir(), `brainix-${name}-`))
    await chmod(set.folder, 0o755)
    await stage.restartCentre()
    if (course) {
      await course(join(set.folder, 'course'))
      await importCourse(join(set.folder, 'centre'), join(set.folder, 'course'))
    }
    await prepare?.()
    set.laptop = await stage.openDevice('laptop')
  })
  test.afterAll(async () => {
    for (const { shell, wire } of devices) {
      await shell.stop()
      await wire.close()
    }
    await set.centre?.stop()
    if (!set.folder) return
    await endPostgresOf(join(set.folder, 'centre'))
    await rm(set.folder, { recursive: true, force: true, maxRetries: 5 })
  })
  return stage
}

/** A centre that was killed, and not started again, leaves its Postgres running. */
async function endPostgresOf(home: string): Promise<void> {
  const lock = join(home, 'centre', 'postgres', 'data', 'postmaster.pid')
  const [pid] = (await readFile(lock, 'utf8').catch(() => '')).split('\n')
  if (pid) process.kill(Number(pid), 'SIGQUIT')
}

async function openDevice(home: string, centre: Centre): Promise<StagedDevice> {
  const wire = await layWire(centre.gatewayUrl)
  const device: StagedDevice = {
    home,
    wire,
    shell: await startShell(home, wire.url),
    async restart() {
      await device.shell.stop()
      device.shell = await startShell(home, wire.url)
    },
    rows(userId, sql, ...values) {
      const path = join(home, 'device', 'people', userId, 'brainix.sqlite')
      const sqlite = new Database(path, { readonly: true })
      try {
        return sqlite.prepare(sql).all(...values) as Record<string, unknown>[]
      } finally {
        sqlite.close()
      }
    },
  }
  return device
}
