import { isDeepStrictEqual } from 'node:util'
import { type Books, type PersonAtCentre, readPerson, readSchool, type SchoolAtCentre } from './at-centre.ts'
import { misplaced } from './placement.ts'
import type { PersonId } from './school.ts'
import { marksIn, type Taken } from './taken.ts'
import { type Search, whereabouts } from './whereabouts.ts'

/** Numbers the centre had, by device, when something was deleted there: what came later must have been refused. */
type Arrived = ReadonlyMap<string, number>

/** A file of unsent work, with the numbers it carries from a device. */
export interface CarriedFile {
  text: string
  client: string
  numbers: readonly number[]
}

/** What people did, and what became of it. */
export class Ledger {
  readonly taken: Taken[] = []
  /** Marks a person saw and took away themselves. */
  readonly #removed = new Set<string>()
  #about: readonly string[] = []
  /** Lessons and courses the centre itself deleted, with all that hung on them. */
  readonly goneLessons = new Map<string, Arrived>()
  readonly goneCourses = new Map<string, Arrived>()
  readonly goneNotes = new Set<string>()
  /** The highest number each device has given to something a person did. */
  readonly highest = new Map<string, number>()
  /** What waited under a number, as it left the device: by device (towards the centre) and number. */
  readonly #payloads = new Map<string, unknown>()
  /** Devices that are no more: what waited there was carried to others. */
  readonly #lost = new Set<string>()
  /** Files with what waited on some device, by whose it is. */
  readonly #files = new Map<PersonId, CarriedFile[]>()
  /** What a file brought to another device, by the device it came from and its number there. */
  readonly #brought = new Set<string>()
  /** Devices whose app does not tell the centre what this version tells. */
  readonly older = new Set<string>()
  restored = false

  /** @param payload what waits under the number now: what is folded into it changes it until it is sent. */
  take(taken: Taken, payload: unknown): void {
    this.taken.push(taken)
    // how the app is used is nothing anybody waits for, and is not counted
    if (taken.name !== 'usage.record')
      this.highest.set(taken.device, Math.max(taken.number, this.highest.get(taken.device) ?? 0))
    this.#payloads.set(`${taken.client}/${taken.number}`, payload)
  }

  /** Somebody who saw these marks removed them. */
  remove(marks: readonly string[]): void {
    for (const mark of marks) this.#removed.add(mark)
  }

  /** What somebody is about to remove. */
  about(marks: readonly string[]): void {
    this.#about = marks
  }

  /**
   * A process ended while something was taken: what waits at this device may hold more than is known here, and what was to
   * be removed may be.
   */
  doubt(client: string): void {
    this.remove(this.#about)
    for (const key of this.#payloads.keys()) if (key.startsWith(`${client}/`)) this.#payloads.delete(key)
  }

  carry(person: PersonId, file: CarriedFile): void {
    this.#files.set(person, [...this.carriedBy(person), file])
  }

  carriedBy(person: PersonId): readonly CarriedFile[] {
    return this.#files.get(person) ?? []
  }

  /** What was carried from a device has arrived on another. */
  arrive(client: string, numbers: readonly number[]): void {
    for (const number of numbers) this.#brought.add(`${client}/${number}`)
  }

  /** A device is no more; what waited there is on its way by other means. */
  lose(device: string, client: string): void {
    this.#lost.add(client)
    this.highest.delete(device)
    if (this.older.has(device)) this.older.add(`${device} (lost)`)
    for (const one of this.taken) if (one.client === client) one.device = `${device} (lost)`
  }

  /** @returns what is missing, refused without its payload, out of place, or there twice, in words. */
  async check(centre: Books): Promise<string[]> {
    const wrong: string[] = []
    const school = await readSchool(centre)
    const accepted: Taken[] = []
    for (const person of new Set(this.taken.map((taken) => taken.person))) {
      const held = await readPerson(centre, person)
      const mine = this.taken.filter((taken) => taken.person === person)
      for (const taken of mine) {
        const missing = this.#missing(taken, held, () => {
          accepted.push(taken)
          return whereabouts[taken.name](taken, this.#search(taken, mine, held, school))
        })
        if (missing) wrong.push(`${person} on ${taken.device}, step ${taken.step}, ${taken.name}: ${missing}`)
      }
      if (this.restored) continue
      const isCarried = this.carriedBy(person).length > 0
      wrong.push(...(isCarried ? [] : askedTwice(held)).map((text) => `${person}: ${text}`))
      wrong.push(...doubled(held).map((text) => `${person}: ${text}`))
      wrong.push(...misvisited(accepted, person, held, school), ...misprofiled(accepted, person, held))
    }
    if (!this.restored) wrong.push(...misplaced(accepted, school))
    return wrong
  }

  #missing(taken: Taken, held: PersonAtCentre, look: () => string | null): string | null {
    const { client, number, name } = taken
    const isLost = this.#lost.has(client)
    const refusal = held.refusals.find((one) => one.client === client && one.number === number)
    if (refusal) {
      const payload = this.#payloads.get(`${client}/${number}`)
      return payload === undefined || isKept(refusal.args, payload, this.older.has(taken.device))
        ? null
        : 'it was refused, and what is kept is not what was sent'
    }
    if (isLost && held.refusals.some((one) => one.mutation === name && sameThing(one.args, taken.args)))
      return null
    const known = held.clients.get(client) ?? 0
    if (isLost && known < number && !this.#brought.has(`${client}/${number}`)) {
      const inFile = this.carriedBy(taken.person).some(
        (file) => file.client === client && file.numbers.includes(number),
      )
      return inFile ? null : 'it was lost with its device, and is in no file'
    }
    if (!isLost && known < number) return `the centre knows ${known} of ${number}`
    return look()
  }

  #search(taken: Taken, mine: readonly Taken[], person: PersonAtCentre, school: SchoolAtCentre): Search {
    const hadArrived = (gone: Arrived | undefined) =>
      gone !== undefined &&
      (this.restored || this.#lost.has(taken.client) || taken.number <= (gone.get(taken.client) ?? 0))
    return {
      person,
      school,
      mine,
      isRemoved: (mark) => this.#removed.has(mark),
      wentWithLesson: (lesson) => hadArrived(this.goneLessons.get(lesson)),
      wentWithCourse: (course) => hadArrived(this.goneCourses.get(course)),
      isOlder: (device) => this.older.has(device),
      restored: this.restored,
    }
  }
}

/** "Continue" leads to the visit that arrived last: the last one of some device. */
function misvisited(
  accepted: readonly Taken[],
  person: PersonId,
  held: PersonAtCentre,
  school: SchoolAtCentre,
): string[] {
  const visits = accepted.filter((one) => one.person === person && one.name === 'enrollment.visit')
  return [...Map.groupBy(visits, (one) => String(one.args.courseId))].flatMap(([course, ofCourse]) => {
    const lessons = ofCourse.map((one) => String(one.args.lessonId))
    if (!held.enrollments.has(course) || lessons.some((lesson) => !school.lessons.has(lesson))) return []
    const lasts = [...Map.groupBy(ofCourse, (one) => one.client).values()].map((ofClient) =>
      String(ofClient.at(-1)?.args.lessonId),
    )
    const at = String(held.enrollments.get(course))
    return lasts.includes(at) ? [] : [`${person}: ${course} goes on at ${at}, not ${lasts.join(' or ')}`]
  })
}

/** Of a profile, field by field, the edit that arrived last holds: the last one of some device. */
function misprofiled(accepted: readonly Taken[], person: PersonId, held: PersonAtCentre): string[] {
  return (['bio', 'learningGoals', 'title'] as const).flatMap((field) => {
    const edits = accepted.filter(
      ({ name, args, ...one }) => one.person === person && name.startsWith('profile.') && field in args,
    )
    const lasts = [...Map.groupBy(edits, (one) => one.client).values()].map(
      (ofClient) => ofClient.at(-1)?.args[field],
    )
    const present = held.profile[field]
    return lasts.length === 0 || lasts.some((last) => isDeepStrictEqual(last, present))
      ? []
      : [`${person}: the profile's ${field} is none of the last that were given`]
  })
}

/** Whether a refusal is about the same thing; what was carried from device to device may have been folded on its way. */
function sameThing(left: Record<string, unknown>, right: Record<string, unknown>): boolean {
  const ids = Object.keys(right).filter((key) => key.endsWith('Id'))
  return ids.every((key) => left[key] === right[key])
}

/** Whether a refusal holds everything that was sent. */
function isKept(kept: Record<string, unknown>, payload: unknown, older: boolean): boolean {
  const sent: Record<string, unknown> = asHeld(payload)
  const { baseContent: _untold, quizVersion: _untold2, ...told } = sent
  return isDeepStrictEqual(kept, sent) || (older && isDeepStrictEqual({ ...kept, ...told }, kept))
}

/** Postgres holds neither NUL nor half a surrogate pair. */
function asHeld(value: unknown): Record<string, unknown> {
  return JSON.parse(JSON.stringify(value), (_key, held) =>
    typeof held === 'string' ? held.replaceAll('\0', '\u2400').toWellFormed() : held,
  )
}

/** Nobody is asked twice about one edit. What was carried from device to device may have arrived from both. */
function askedTwice({ conflicts }: PersonAtCentre): string[] {
  const edits = conflicts.filter(({ field }) => field !== 'deleted')
  const byEdit = Map.groupBy(edits, ({ table, rowId, field, edit }) => [table, rowId, field, edit].join(' '))
  return [...byEdit.values()].flatMap((same) =>
    same.length > 1 ? [`there are ${same.length} conflicts about one edit of ${same[0]?.rowId}`] : [],
  )
}

/** Nothing is both done and refused, and nothing is there twice unless somebody is asked about it. */
function doubled(held: PersonAtCentre): string[] {
  const refused = held.refusals.flatMap(({ mutation, args }) => {
    if (mutation === 'notes.create') {
      const content = held.notes.get(String(args.noteId)) ?? ''
      return marksIn(String(args.content)).some((mark) => content.includes(mark))
        ? [`the note ${args.noteId} was made and refused`]
        : []
    }
    if (mutation === 'quiz.start' && held.attempts.has(String(args.attemptId)))
      return [`the attempt ${args.attemptId} was begun and refused`]
    if (mutation === 'quiz.answer') {
      const given = held.answers.get(`${args.attemptId}/${args.questionId}`) ?? ''
      return marksIn(String(args.selectedAnswer)).some((mark) => given.includes(mark))
        ? [`an answer of ${args.attemptId} was taken and refused`]
        : []
    }
    return []
  })
  const inConflict = new Set(held.conflicts.map(({ rowId }) => rowId))
  const twice = [...held.notes].flatMap(([id, content]) => {
    const marks = marksIn(content)
    return inConflict.has(id) || new Set(marks).size === marks.length
      ? []
      : [`the note ${id} says something twice`]
  })
  return [...refused, ...twice]
}
