import type { Place, SchoolAtCentre } from './at-centre.ts'
import type { Taken } from './taken.ts'

const ofModules = ['studio.createModule', 'studio.moveModule']
const ofLessons = ['studio.createLesson', 'studio.moveLesson']

/**
 * Moves keep their intent. Whoever's move arrived last stands where they put it, and the last that arrived is the last of
 * some device: so for each course, what at least one device moved last is right behind what it was put behind.
 * @param taken what was not refused. @returns what stands where nobody put it, in words.
 */
export function misplaced(taken: readonly Taken[], school: SchoolAtCentre): string[] {
  return [
    ...check(taken, ofModules, school.modules, (one) => [one.args.moduleId, one.args.afterModuleId]),
    ...check(taken, ofLessons, school.lessons, (one) => [one.args.lessonId, one.args.afterLessonId]),
  ]
}

function check(
  taken: readonly Taken[],
  names: readonly string[],
  places: ReadonlyMap<string, Place>,
  read: (one: Taken) => unknown[],
): string[] {
  const moves = taken.flatMap((one) => {
    const [id, after] = read(one)
    const place = places.get(String(id))
    // of a thing that is gone there is nothing to say; and it may have been the last that was moved
    return names.includes(one.name) ? [{ one, id: String(id), after, place }] : []
  })
  const wrong: string[] = []
  for (const course of new Set(moves.map(({ place }) => place?.course))) {
    const ofCourse = moves.filter(({ place }) => place?.course === course)
    if (course === undefined || moves.some(({ place }) => place === undefined)) continue
    const lasts = [...Map.groupBy(ofCourse, ({ one }) => one.client).values()].map((ofClient) =>
      ofClient.reduce((last, move) => (move.one.number > last.one.number ? move : last)),
    )
    const holds = lasts.some(({ one, after, place }) => {
      if (one.name === 'studio.moveLesson' || one.name === 'studio.createLesson')
        if (place?.parent !== one.args.moduleId) return false
      if (after === null) return place?.behind === null
      const anchor = places.get(String(after))
      return anchor?.parent !== place?.parent || place?.behind === after
    })
    if (!holds)
      wrong.push(
        `in ${course}, nothing is where it was put last: ${lasts
          .map(
            ({ one, id, after, place }) => `step ${one.step} put ${id} behind ${after}, not ${place?.behind}`,
          )
          .join('; ')}`,
      )
  }
  return wrong
}
