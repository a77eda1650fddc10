import { keepCourse } from '../../data/actions.ts'
import { useKeepState } from '../../data/hooks.ts'
import { NotOnDevice } from '../../ui/not-on-device.tsx'

/** A part of a course that is not here, with the way to fetch the course. */
export function MissingPart({ courseId, what }: { courseId: string; what: 'lesson' | 'video' }) {
  const { data: keep } = useKeepState(courseId)
  return <NotOnDevice what={what} keep={keep} onKeep={() => keepCourse(courseId)} />
}
