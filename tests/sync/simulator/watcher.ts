import type { SimulatedCentre } from './centre.ts'
import type { SimulatedDevice } from './device.ts'
import type { Ledger } from './ledger.ts'

/** Looks at every device after every step: some promises hold at every moment, not only at the end. */
export class Watcher {
  readonly #devices: readonly SimulatedDevice[]
  readonly #ledger: Ledger
  readonly #centre: SimulatedCentre
  /** Highest seconds of a lesson each device has shown. */
  readonly #seconds = new Map<string, number>()

  constructor(devices: readonly SimulatedDevice[], ledger: Ledger, centre: SimulatedCentre) {
    this.#devices = devices
    this.#ledger = ledger
    this.#centre = centre
  }

  /** @returns which promise was broken, in words. */
  async look(step: number): Promise<string[]> {
    const wrong: string[] = []
    for (const device of this.#devices) {
      if (!device.running) continue
      for (const text of [
        ...this.#notesFlicker(device),
        ...this.#progressFalls(device),
        ...(await this.#countLies(device)),
      ])
        wrong.push(`after step ${step}, ${device.name}: ${text}`)
    }
    return wrong
  }

  /** What was written here stays in sight here, whatever the centre has heard of it, unless somebody deleted it. */
  #notesFlicker(device: SimulatedDevice): string[] {
    const { taken } = this.#ledger
    const refused = JSON.stringify(device.rows('SELECT payload FROM sync_rejections'))
    return taken
      .filter((one) => one.device === device.name && one.name === 'notes.create')
      .filter(({ args }) => {
        const id = String(args.noteId)
        if (this.#ledger.goneNotes.has(id) || this.#ledger.goneLessons.has(String(args.lessonId)))
          return false
        if (taken.some((other) => other.name === 'notes.delete' && other.args.noteId === id)) return false
        if (refused.includes(id)) return false
        return device.rows('SELECT 1 FROM notes WHERE id = ?', id).length === 0
      })
      .map(({ args }) => `the note ${args.noteId} is out of sight`)
  }

  #progressFalls(device: SimulatedDevice): string[] {
    if (this.#ledger.restored || device.rows('SELECT 1 FROM sync_rejections').length > 0) return []
    const client = device.clientId // another laptop of the same name begins anew
    return device
      .rows(
        'SELECT lesson_id AS lesson, watched_seconds AS seconds FROM progress WHERE user_id = ?',
        device.person,
      )
      .flatMap(({ lesson, seconds }) => {
        const key = `${client}/${lesson}`
        const before = this.#seconds.get(key) ?? 0
        this.#seconds.set(key, Math.max(before, Number(seconds)))
        return Number(seconds) < before ? [`${lesson} went from ${before} s to ${seconds} s`] : []
      })
  }

  /** "Nothing waits" is only said when the centre has heard of everything. */
  async #countLies(device: SimulatedDevice): Promise<string[]> {
    if (this.#ledger.restored || device.status().waiting.total > 0) return []
    const highest = this.#ledger.highest.get(device.name)
    if (!highest) return []
    const clientId = device.rows(`SELECT value FROM device_state WHERE key = 'clientId'`)[0]?.value
    const [known] = await this.#centre.rows<{ last: string }>(
      'SELECT last_mutation AS last FROM sync_clients WHERE id = $1',
      [clientId],
    )
    return Number(known?.last ?? 0) < highest
      ? [`says that nothing waits, but the centre knows ${known?.last ?? 0} of ${highest}`]
      : []
  }
}
