import type { SimulatedCentre } from './centre.ts'
import type { SimulatedDevice } from './device.ts'
import type { Ledger } from './ledger.ts'
import { marksIn } from './taken.ts'

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
        ...outOfSight(device),
        ...(await this.#draftsFlicker(device)),
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

  /**
   * What was written here in a lesson of a kept course, and not taken away here, stays in sight here as long as it is in
   * the lesson at the centre.
   */
  async #draftsFlicker(device: SimulatedDevice): Promise<string[]> {
    if (this.#ledger.restored) return []
    const wrong: string[] = []
    const edits = this.#ledger.taken
      .filter(({ device: name, name: deed }) => name === device.name && deed === 'studio.editLesson')
      .map(({ args }) => args)
    for (const [at, args] of edits.entries()) {
      const [here] = device.rows(`${draftText} AND ${ofKeptCourse}`, args.lessonId)
      const later = edits.slice(at + 1).filter(({ lessonId }) => lessonId === args.lessonId)
      const hidden = addedMarks(args).filter(
        (mark) =>
          here && !String(here.text).includes(mark) && !later.some((one) => removedMarks(one).includes(mark)),
      )
      if (hidden.length === 0) continue
      const [there] = await this.#centre.rows<{ text: string }>(draftText.replace('?', '$1'), [args.lessonId])
      for (const mark of hidden)
        if (there?.text.includes(mark))
          wrong.push(`${mark} is in ${args.lessonId} at the centre, and out of sight where it was written`)
    }
    return wrong
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

/** What waits is in sight, whatever came meanwhile: the texts of notes and of drafts, and seconds watched. */
function outOfSight(device: SimulatedDevice): string[] {
  const waiting = device
    .rows('SELECT name, args FROM outbox ORDER BY number')
    .map(({ name, args }) => ({ name: String(name), args: JSON.parse(String(args)) }))
  return waiting.flatMap(({ name, args }, at) => {
    const later = waiting.slice(at + 1).map((one) => one.args)
    if (name === 'progress.record') {
      const [row] = device.rows(
        'SELECT max(watched_seconds) AS seconds FROM progress WHERE user_id = ? AND lesson_id = ?',
        device.person,
        args.lessonId,
      )
      return row && row.seconds !== null && Number(row.seconds) < Number(args.watchedSeconds)
        ? [`${args.watchedSeconds} s of ${args.lessonId} wait, and ${row.seconds} s are shown`]
        : []
    }
    const sql = texts[name]
    if (sql === undefined) return []
    const [row] = device.rows(sql, args.noteId ?? args.lessonId ?? args.courseId)
    const hidden = addedMarks(args).filter(
      (mark) =>
        row &&
        !String(row.text).includes(mark) &&
        !later.some((one) => String(one.baseContent ?? one.base ?? '').includes(mark)),
    )
    return hidden.length > 0 ? [`${hidden.join(' ')} of a ${name} waits, and is out of sight`] : []
  })
}

/** What an edit, or the making of a note, put into its text. */
function addedMarks(args: Record<string, unknown>): string[] {
  const before = new Set(marksIn(String(args.baseContent ?? args.base ?? '')))
  return marksIn(String(args.content ?? args.value ?? '')).filter((mark) => !before.has(mark))
}

/** What an edit took out of the text it began from. */
function removedMarks(args: Record<string, unknown>): string[] {
  const after = new Set(marksIn(String(args.value ?? '')))
  return marksIn(String(args.base ?? '')).filter((mark) => !after.has(mark))
}

const ofKeptCourse = `course_id IN (SELECT course_id FROM shape_groups WHERE group_name = 'course')`
const draftText = 'SELECT concat(title, description, content) AS text FROM lessons WHERE id = ?'

const texts: Record<string, string> = {
  'notes.create': 'SELECT content AS text FROM notes WHERE id = ?',
  'notes.edit': 'SELECT content AS text FROM notes WHERE id = ?',
  'studio.editLesson': draftText,
  'studio.editCourse':
    'SELECT concat(title, short_description, description) AS text FROM courses WHERE id = ?',
}
