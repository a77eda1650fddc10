import { existsSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '../../../src/engine/db/open-database.ts'
import { SimulatedCentre } from './centre.ts'
import { type Cluster, startCluster } from './cluster.ts'
import { installCrashPoints } from './crash.ts'
import { liveFirstDay } from './first-day.ts'
import type { Story } from './story.ts'
import { type Outcome, playStory } from './world.ts'

/** A place where stories are played one after another: a Postgres, a centre, and a disk for the devices. */
export interface Stage {
  play(story: Story): Promise<Outcome>
  close(): Promise<void>
}

export async function openStage(): Promise<Stage> {
  installCrashPoints()
  const folder = await mkdtemp(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'brainix-simulator-'))
  let cluster: Cluster | undefined
  let centre: SimulatedCentre | undefined
  const close = async () => {
    await centre?.close()
    await cluster?.stop()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await chmod(folder, 0o755) // Postgres may run as another user, who must be able to enter
    cluster = await startCluster(folder)
    centre = new SimulatedCentre(cluster, folder)
    await centre.open()
    const blank = join(folder, 'blank.sqlite')
    const sqlite = openDatabase(blank)
    sqlite.pragma('wal_checkpoint(TRUNCATE)')
    sqlite.close()
    const stage = centre
    const used = await liveFirstDay(stage, folder, blank)
    return { play: (story) => playStory(story, stage, folder, { blank, used }), close }
  } catch (error) {
    await close()
    throw error
  }
}
