import { Button } from '@mantine/core'
import { ArrowLeft, ArrowRight, Check, CircleCheck } from 'lucide-react'
import { useTranslation } from 'react-i18next'
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
  const { t } = useTranslation('player')
  const next = lesson.nextLesson
  return (
    <footer className={classes.end}>
      {lesson.previousLessonId !== null && (
        <ButtonLink
          to="/learn/$courseId/$lessonId"
          params={{ courseId: lesson.courseId, lessonId: lesson.previousLessonId }}
          variant="subtle"
          leftSection={<ArrowLeft size={16} aria-hidden className="bx-directional" />}
        >
          {t('end.previous')}
        </ButtonLink>
      )}
      <div role="status" className={classes.completed}>
        {lesson.completed && (
          <>
            <CircleCheck size={18} aria-hidden />
            {t('end.completed')}
          </>
        )}
      </div>
      {!lesson.completed && onComplete && (
        <Button variant="default" leftSection={<Check size={16} aria-hidden />} onClick={onComplete}>
          {lesson.type === 'ASSIGNMENT' ? t('end.markHandedIn') : t('end.mark')}
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
          {t('end.next', { lesson: next.title })}
        </ButtonLink>
      ) : (
        <ButtonLink to="/" className={classes.next} variant={nextIsMain ? 'filled' : 'default'}>
          {t('end.last')}
        </ButtonLink>
      )}
    </footer>
  )
}
