import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { KeepPartsView, TravelView } from '../../shared/contract/keep-views.ts'
import { engine } from './engine-client.ts'
import { queries } from './queries.ts'

/** What can be kept of a course, lesson by lesson; null where this device does not know the course. */
export function useKeepParts(courseId: string): UseQueryResult<KeepPartsView | null> {
  return useQuery({ queryKey: ['keepParts', courseId], queryFn: () => queries.keepParts.ask(courseId) })
}

/** Whether the person can be without a connection for so many days. */
export function useTravel(days: number): UseQueryResult<TravelView> {
  return useQuery({ queryKey: ['travel', days], queryFn: () => queries.travel.ask(days) })
}

/** Keeps some lessons of a course, besides what is kept of it already. */
export function keepLessons(courseId: string, lessonIds: string[]): Promise<void> {
  return engine.library.keep({ courseId, lessonIds })
}

/** Removes the files of some lessons. Text, own notes, attempts and progress stay. */
export function removeLessons(courseId: string, lessonIds: string[]): Promise<void> {
  return engine.library.remove({ courseId, lessonIds })
}

/** Gets everything the person learns in that is not here yet. */
export function keepAllLearning(): Promise<void> {
  return engine.library.keepAllLearning()
}

/** @param limitBytes most bytes of files on this device; null: as many as there is space for. */
export function chooseDownloadLimit(limitBytes: number | null): Promise<void> {
  return engine.library.chooseLimit({ limitBytes })
}
