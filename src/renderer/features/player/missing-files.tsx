import { Button } from '@mantine/core'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { keepLessons, useKeepIndex } from '../../data/keeping.ts'
import { keepPartWords, missingSize } from '../../ui/keep-words.ts'
import { showProblem } from '../../ui/notify.ts'
import classes from './lesson.module.css'

/** Over a lesson whose text is here and whose pictures and files are not: says so, and offers to get them. */
export function MissingFiles({ courseId, lessonId }: { courseId: string; lessonId: string }) {
  const { t } = useTranslation()
  const part = useKeepIndex(courseId, true)?.lessons.get(lessonId)
  // It stays in its place once it was shown: a text must not jump under somebody's eyes.
  const shown = useRef(false)
  if (part && part.state !== 'kept') shown.current = true
  if (!part || !shown.current) return null
  const size = missingSize(part)
  const get = () =>
    keepLessons(courseId, [lessonId]).catch((error: unknown) => showProblem(t('keepPart.problem'), error))
  return (
    <div className={classes.missingFiles}>
      <span role="status">
        {part.state === 'kept'
          ? t('notHere.filesHere')
          : part.state === 'away'
            ? t('notHere.files')
            : keepPartWords(part)}
      </span>
      {part.state === 'kept' || part.state === 'coming' || size === null ? null : (
        <Button size="compact-sm" variant="subtle" onClick={() => void get()}>
          {t('notHere.filesSize', { size })}
        </Button>
      )}
    </div>
  )
}
