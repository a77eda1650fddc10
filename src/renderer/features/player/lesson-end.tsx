import { Button } from '@mantine/core'
import { ArrowRight, Check, CircleCheck } from 'lucide-react'
import type { LessonView } from '../../../shared/contract/views.ts'
import { ButtonLink } from '../../ui/links.tsx'
import classes from './lesson.module.css'

interface LessonEndProps {
  lesson: LessonView
  /** Going on is the one thing to do here. */
  nextIsMain: boolean
  /** Null where completing is not up to a button: a preview, or a quiz that completes its lesson when handed in. */
  onComplete: (() => void) | null
}

/** What stands under a lesson: whether it is completed, and the next one. */
export function LessonEnd({ lesson, nextIsMain, onComplete }: LessonEndProps) {
  const next = lesson.nextLesson
  return (
    <footer className={classes.end}>
      <div role="status" className={classes.completed}>
        {lesson.completed && (
          <>
            <CircleCheck size={18} aria-hidden />
            Completed
          </>
        )}
      </div>
      {!lesson.completed && onComplete && (
        <Button variant="default" leftSection={<Check size={16} aria-hidden />} onClick={onComplete}>
          Mark as complete
        </Button>
      )}
      {next ? (
        <ButtonLink
          to="/learn/$courseId/$lessonId"
          params={{ courseId: lesson.courseId, lessonId: next.id }}
          className={classes.next}
          variant={nextIsMain ? 'filled' : 'default'}
          rightSection={<ArrowRight size={16} aria-hidden className="bx-directional" />}
        >
          Next: {next.title}
        </ButtonLink>
      ) : (
        <ButtonLink to="/" className={classes.next} variant={nextIsMain ? 'filled' : 'default'}>
          This was the last lesson. Back to my learning
        </ButtonLink>
      )}
    </footer>
  )
}
