import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { KeepLesson, KeepModule, KeepPartsView, TravelView } from '../../shared/contract/keep-views.ts'
import { engine } from './engine-client.ts'
import { queries } from './queries.ts'

/** What can be kept of a course, lesson by lesson; null where this device does not know the course. */
export function useKeepParts(courseId: string, enabled = true): UseQueryResult<KeepPartsView | null> {
  return useQuery({
    queryKey: ['keepParts', courseId],
    queryFn: () => queries.keepParts.ask(courseId),
    enabled,
  })
}

/** Modules and lessons of a course as things to keep, by their ids. */
export interface KeepIndex {
  sizesKnown: boolean
  modules: ReadonlyMap<string, KeepModule>
  lessons: ReadonlyMap<string, KeepLesson>
  /** Keeps lessons of the course, or removes their files. */
  choose(lessonIds: string[], keep: boolean): Promise<void>
}

/** The same by module and lesson; null until it is known, and where `wanted` is false. */
export function useKeepIndex(courseId: string, wanted: boolean): KeepIndex | null {
  const { data } = useKeepParts(courseId, wanted)
  return useMemo(() => {
    if (!data) return null
    const lessons = data.modules.flatMap((module) => module.lessons)
    return {
      sizesKnown: data.sizesKnown,
      modules: new Map(data.modules.map((module) => [module.id, module])),
      lessons: new Map(lessons.map((lesson) => [lesson.id, lesson])),
      choose: (ids, keep) => chooseLessons(courseId, ids, keep),
    }
  }, [data, courseId])
}

/** Whether the person can be without a connection for so many days. */
export function useTravel(days: number): UseQueryResult<TravelView> {
  return useQuery({ queryKey: ['travel', days], queryFn: () => queries.travel.ask(days) })
}

/** Keeps some lessons of a course, besides what is kept of it already. */
export function keepLessons(courseId: string, lessonIds: string[]): Promise<void> {
  return engine.library.keep({ courseId, lessonIds })
}

/** Keeps some lessons, or removes their files: text, own notes, attempts and progress stay. */
export function chooseLessons(courseId: string, lessonIds: string[], keep: boolean): Promise<void> {
  return keep ? keepLessons(courseId, lessonIds) : engine.library.remove({ courseId, lessonIds })
}

/** Gets everything the person learns in that is not here yet. */
export function keepAllLearning(): Promise<void> {
  return engine.library.keepAllLearning()
}

/** @param limitBytes most bytes of files on this device; null: as many as there is space for. */
export function chooseDownloadLimit(limitBytes: number | null): Promise<void> {
  return engine.library.chooseLimit({ limitBytes })
}
