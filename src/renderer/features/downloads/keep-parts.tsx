import { Checkbox, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { KeepLesson, KeepModule } from '../../../shared/contract/keep-views.ts'
import { chooseLessons, useKeepParts } from '../../data/keeping.ts'
import { formatBytes } from '../../ui/format.ts'
import { showProblem } from '../../ui/notify.ts'
import classes from './keep-parts.module.css'

/** Which lessons of a course are wanted here: modules and lessons with what each weighs. */
export function KeepParts({ courseId }: { courseId: string }) {
  const { t } = useTranslation('downloads')
  const { data: parts } = useKeepParts(courseId)
  if (!parts) return null
  const choose = (lessons: readonly KeepLesson[], wanted: boolean) => {
    const ids = lessons.filter((lesson) => lesson.wanted !== wanted).map(({ id }) => id)
    chooseLessons(courseId, ids, wanted).catch((error: unknown) => showProblem(t('parts.problem'), error))
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a list of modules
    <div role="group" aria-label={t('parts.label', { course: parts.title })} className={classes.parts}>
      {parts.sizesKnown ? null : (
        <Text size="sm" c="dimmed">
          {t('parts.sizesLater')}
        </Text>
      )}
      {parts.modules.map((module) => (
        <ModulePart key={module.id} module={module} onChoose={choose} />
      ))}
      <Text size="sm" c="dimmed">
        {t('parts.text')}
      </Text>
    </div>
  )
}

function ModulePart({
  module,
  onChoose,
}: {
  module: KeepModule
  onChoose: (lessons: readonly KeepLesson[], wanted: boolean) => void
}) {
  const wanted = module.lessons.filter((lesson) => lesson.wanted).length
  return (
    <div>
      <Checkbox
        label={<span dir="auto">{module.title}</span>}
        checked={wanted === module.lessons.length}
        indeterminate={wanted > 0 && wanted < module.lessons.length}
        onChange={(event) => onChoose(module.lessons, event.currentTarget.checked)}
        fw={600}
      />
      <ul className={classes.lessons}>
        {module.lessons.map((lesson) => (
          <li key={lesson.id} className={classes.lesson}>
            <Checkbox
              label={<span dir="auto">{lesson.title}</span>}
              checked={lesson.wanted}
              onChange={(event) => onChoose([lesson], event.currentTarget.checked)}
            />
            <span className={classes.weight}>{weightWords(lesson)}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}

function weightWords({ totalBytes, doneBytes, wanted }: KeepLesson): string {
  if (totalBytes === 0) return ''
  const total = formatBytes(totalBytes)
  return wanted && doneBytes < totalBytes ? `${formatBytes(doneBytes)} / ${total}` : total
}
