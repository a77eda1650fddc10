import { keepCourse } from '../../data/actions.ts'
import { useKeepState } from '../../data/hooks.ts'
import { keepLessons, useKeepIndex } from '../../data/keeping.ts'
import { NotOnDevice } from '../../ui/not-on-device.tsx'

interface MissingPartProps {
  courseId: string
  /** The lesson that is missing, or whose part is; null where the course itself is. */
  lessonId: string | null
  what: 'lesson' | 'video'
}

/** A part of a course that is not here, with the way to fetch just its lesson, or the course. */
export function MissingPart({ courseId, lessonId, what }: MissingPartProps) {
  const { data: keep } = useKeepState(courseId)
  const part = useKeepIndex(courseId, lessonId !== null)?.lessons.get(lessonId ?? '')
  return (
    <NotOnDevice
      what={what}
      keep={keep}
      onKeep={() => keepCourse(courseId)}
      lesson={part && { part, onKeep: () => keepLessons(courseId, [part.id]) }}
    />
  )
}
