import { Button, Progress, Stack, Text } from '@mantine/core'
import { CloudOff } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { KeepState } from '../../shared/contract/catalogue-views.ts'
import { formatBytes } from './format.ts'
import { errorWords, sentenceOf } from './language/error-words.ts'
import { StatePanel } from './state-panel.tsx'

interface NotOnDeviceProps {
  what: 'lesson' | 'quiz' | 'video'
  /** Undefined while it is being asked. */
  keep: KeepState | undefined
  /** Begins to fetch the course. */
  onKeep(): Promise<void>
  order?: 1 | 2
}

/** What is asked for is not here: says so, and offers to fetch the course, with its size. */
export function NotOnDevice({ what, keep, onKeep, order = 2 }: NotOnDeviceProps) {
  const { t } = useTranslation()
  const [failure, setFailure] = useState<string | null>(null)
  const fetching = keep?.state === 'queued' || keep?.state === 'downloading'
  const missingBytes = keep ? keep.totalBytes - keep.doneBytes : 0
  const size = missingBytes > 0 ? formatBytes(missingBytes) : null
  const trouble = failure ?? (keep?.error ? sentenceOf(keep.error, 'unavailable') : null)

  const start = () => {
    setFailure(null)
    onKeep().catch((error: unknown) => setFailure(errorWords(error)))
  }

  return (
    <StatePanel
      icon={CloudOff}
      title={t(`notHere.title.${what}`)}
      order={order}
      action={
        keep && !fetching && keep.state !== 'kept' ? (
          <Button onClick={start}>
            {keep.state === 'paused'
              ? size === null
                ? t('notHere.goOn')
                : t('notHere.goOnSize', { size })
              : size === null
                ? t('notHere.keep')
                : t('notHere.keepSize', { size })}
          </Button>
        ) : undefined
      }
    >
      {fetching ? (
        <Stack gap={6} mt="xs">
          <Progress
            value={keep.totalBytes > 0 ? (keep.doneBytes / keep.totalBytes) * 100 : 0}
            aria-label={t('notHere.fetching')}
          />
          <Text size="sm" role="status">
            {keep.state === 'queued'
              ? t('notHere.next')
              : t('notHere.soFar', {
                  done: formatBytes(keep.doneBytes),
                  total: formatBytes(keep.totalBytes),
                })}
          </Text>
        </Stack>
      ) : (
        <Text size="sm">{keep?.state === 'kept' ? t('notHere.restIsHere') : t('notHere.fetchOnce')}</Text>
      )}
      {trouble && (
        <Text size="sm" mt="xs" role="alert">
          {trouble}
        </Text>
      )}
    </StatePanel>
  )
}
