import { Button, Group, Progress, Stack, Text } from '@mantine/core'
import { CloudOff } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { KeepState } from '../../shared/contract/catalogue-views.ts'
import type { KeepLesson } from '../../shared/contract/keep-views.ts'
import { formatBytes } from './format.ts'
import { missingSize } from './keep-words.ts'
import { errorWords, sentenceOf } from './language/error-words.ts'
import { StatePanel } from './state-panel.tsx'

interface NotOnDeviceProps {
  what: 'lesson' | 'quiz' | 'video'
  /** Undefined while it is being asked. */
  keep: KeepState | undefined
  /** Begins to fetch the course. */
  onKeep(): Promise<void>
  /** The lesson it is of, where that can be fetched alone. */
  lesson?: { part: KeepLesson; onKeep(): Promise<void> } | undefined
  order?: 1 | 2
}

/** What is asked for is not here: says so, and offers to fetch its lesson or the course, with their sizes. */
export function NotOnDevice({ what, keep, onKeep, lesson, order = 2 }: NotOnDeviceProps) {
  const { t } = useTranslation()
  const [failure, setFailure] = useState<string | null>(null)
  const alone = lesson?.part.state === 'away' ? lesson : null
  const coming = keep?.state === 'queued' || keep?.state === 'downloading'
  const fetching = keep !== undefined && (lesson ? lesson.part.state === 'coming' : coming)
  const sofar = lesson?.part ?? keep
  const size = keep ? missingSize(keep) : null
  const trouble = failure ?? (keep?.error ? sentenceOf(keep.error, 'unavailable') : null)

  const start = (keepIt: () => Promise<void>) => {
    setFailure(null)
    keepIt().catch((error: unknown) => setFailure(errorWords(error)))
  }

  return (
    <StatePanel
      icon={CloudOff}
      title={t(`notHere.title.${what}`)}
      order={order}
      action={
        keep && !fetching && (alone || keep.state !== 'kept') ? (
          <Group gap="xs" justify="center">
            {alone ? <KeepAlone part={alone.part} onClick={() => start(alone.onKeep)} /> : null}
            {alone && coming ? null : (
              <Button variant={alone ? 'default' : 'filled'} onClick={() => start(onKeep)}>
                {keep.state === 'paused'
                  ? size === null
                    ? t('notHere.goOn')
                    : t('notHere.goOnSize', { size })
                  : size === null || keep.state === 'kept'
                    ? t('notHere.keep')
                    : t('notHere.keepSize', { size })}
              </Button>
            )}
          </Group>
        ) : undefined
      }
    >
      {fetching ? (
        <Stack gap={6} mt="xs">
          <Progress
            value={sofar && sofar.totalBytes > 0 ? (sofar.doneBytes / sofar.totalBytes) * 100 : 0}
            aria-label={lesson ? t('notHere.fetchingLesson') : t('notHere.fetching')}
          />
          <Text size="sm" role="status">
            {!sofar || sofar.doneBytes === 0
              ? lesson
                ? t('notHere.lessonNext')
                : t('notHere.next')
              : t('notHere.soFar', {
                  done: formatBytes(sofar.doneBytes),
                  total: formatBytes(sofar.totalBytes),
                })}
          </Text>
        </Stack>
      ) : (
        <Text size="sm">
          {alone
            ? t('notHere.fetchLesson')
            : keep?.state === 'kept'
              ? t('notHere.restIsHere')
              : t('notHere.fetchOnce')}
        </Text>
      )}
      {trouble && (
        <Text size="sm" mt="xs" role="alert">
          {trouble}
        </Text>
      )}
    </StatePanel>
  )
}

function KeepAlone({ part, onClick }: { part: KeepLesson; onClick: () => void }) {
  const { t } = useTranslation()
  const size = missingSize(part)
  return (
    <Button onClick={onClick}>
      {size === null ? t('notHere.keepLesson') : t('notHere.keepLessonSize', { size })}
    </Button>
  )
}
