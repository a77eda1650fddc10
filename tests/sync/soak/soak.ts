import { appendFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rollDice } from '../simulator/dice.ts'
import { Ledger } from '../simulator/ledger.ts'
import type { PersonId } from '../simulator/school.ts'
import { comeToRest } from './come-to-rest.ts'
import { SoakDevice } from './device.ts'
import type { SoakOutcome } from './report.ts'
import { RoughLine } from './rough-line.ts'
import { SoakCentre } from './soak-centre.ts'
import { Troubles } from './troubles.ts'
import type { Heal } from './watch-heals.ts'

export interface SoakWishes {
  minutes: number
  devices: number
  seed: number
  /** Commits of one burst. */
  burst: number
  /** How likely a reply with changes of a shape is given without them. */
  skip: number
  electric: { url: string; secret: string | undefined; databaseUrl: string } | null
  say: (line: string) => void
  signal: AbortSignal
}

const people: readonly PersonId[] = ['ana', 'ana', 'ben', 'ida', 'ida', 'ben']
const progressEveryMs = 5000

/**
 * The unsimulated twin of the simulator: real processes in real time over real sockets, under real trouble, then the same
 * oracle. What the people do is chosen by the seed; what the machine makes of it is not, so a seed is told again in kind,
 * not to the letter.
 */
export async function soak(wishes: SoakWishes): Promise<SoakOutcome> {
  const { seed, say, signal } = wishes
  const folder = await mkdtemp(join(tmpdir(), 'brainix-soak-'))
  const counts = new Map<string, number>()
  const heals: Heal[] = []
  const outcome: SoakOutcome = {
    seed,
    seconds: 0,
    counts,
    skipped: 0,
    heals,
    wholeAfterSeconds: null,
    lateDevices: [],
    wrong: [],
    interrupted: false,
  }
  const count = (what: string, by = 1) => counts.set(what, (counts.get(what) ?? 0) + by)
  const devices: SoakDevice[] = []
  let centre: SoakCentre | undefined
  let troubles: Troubles | undefined
  let keep = false
  try {
    say(`Soak with seed ${seed}: ${wishes.devices} devices for ${wishes.minutes} minutes.`)
    centre = await SoakCentre.open({
      folder,
      electric: wishes.electric,
      skip: wishes.skip,
      seed,
      onSkip: (changes) => {
        outcome.skipped += changes
      },
    })
    await centre.startGateway()
    const dice = rollDice(seed)
    for (let at = 0; at < wishes.devices; at++) {
      const line = new RoughLine(centre.gatewayPort, dice.fork(`line ${at}`).next)
      await line.open()
      const person = people[at % people.length] ?? 'ana'
      const device = new SoakDevice(`${person}-${at}`, person, folder, line, (said) => {
        if (said.kind === 'healed') heals.push({ shape: String(said.shape), tookMs: Number(said.tookMs) })
        else count(String(said.kind))
      })
      devices.push(device)
      await device.start()
    }
    const ledger = new Ledger()
    troubles = new Troubles({
      centre,
      devices,
      ledger,
      dice: dice.fork('troubles'),
      burst: wishes.burst,
      count,
      tell: (text) => appendFileSync(join(folder, 'story.log'), `${new Date().toISOString()} ${text}\n`),
    })
    const startedMs = Date.now()
    let toldMs = startedMs
    while (Date.now() - startedMs < wishes.minutes * 60_000 && !signal.aborted) {
      await troubles.next()
      if (Date.now() - toldMs < progressEveryMs) continue
      toldMs = Date.now()
      say(progress(Math.round((toldMs - startedMs) / 1000), wishes.minutes * 60, counts, outcome))
    }
    outcome.seconds = (Date.now() - startedMs) / 1000
    if (signal.aborted) return { ...outcome, interrupted: true }
    await troubles.end()
    say('All troubles end; everything drains.')
    const rest = await comeToRest({ centre, devices, ledger, say, signal })
    if (rest.wrong.length > 0) {
      keep = true
      await centre.keepTables()
    }
    return { ...outcome, ...rest }
  } catch (error) {
    if (!signal.aborted) throw error
    return { ...outcome, interrupted: true }
  } finally {
    const killAll = () => Promise.all([centre?.killGateway(), ...devices.map((device) => device.kill())])
    await killAll()
    await troubles?.end()
    await killAll() // what was just being started
    await Promise.all(devices.map((device) => device.line.close()))
    await centre?.close()
    if (keep) say(`What is left of it is in ${folder}.`)
    else await rm(folder, { recursive: true, force: true, maxRetries: 10 })
  }
}

function progress(
  seconds: number,
  of: number,
  counts: Map<string, number>,
  { heals, skipped }: SoakOutcome,
): string {
  const said = [...counts].map(([name, number]) => `${name} ${number}`).join(', ')
  return `${String(seconds).padStart(4)} of ${of} s: ${said}; left out ${skipped}, healed ${heals.length}`
}
