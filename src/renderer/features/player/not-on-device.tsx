import { Button, Progress, Stack, Text } from '@mantine/core'
import { CloudOff } from 'lucide-react'
import { useState } from 'react'
import { AppError } from '../../../shared/errors/app-error.ts'
import { keepCourse } from '../../data/actions.ts'
import { useKeepState } from '../../data/hooks.ts'
import { formatBytes } from '../../ui/format.ts'
import { StatePanel } from '../../ui/state-panel.tsx'

/** What is asked for is not here: says so, and offers to fetch the course, with its size. */
export function NotOnDevice({ courseId, what }: { courseId: string; what: 'lesson' | 'quiz' | 'video' }) {
  const { data: keep } = useKeepState(courseId)
  const [failure, setFailure] = useState<string | null>(null)
  const fetching = keep?.state === 'queued' || keep?.state === 'downloading'
  const size = keep && keep.totalBytes > 0 ? ` · ${formatBytes(keep.totalBytes - keep.doneBytes)}` : ''

  const start = () => {
    setFailure(null)
    keepCourse(courseId).catch((error: unknown) => setFailure(AppError.from(error).message))
  }

  return (
    <StatePanel
      icon={CloudOff}
      title={`This ${what} is not on this device`}
      action={
        keep && !fetching && keep.state !== 'kept' ? (
          <Button onClick={start}>
            {keep.state === 'paused' ? 'Go on fetching the course' : 'Keep this course on this device'}
            {size}
          </Button>
        ) : undefined
      }
    >
      {fetching && keep ? (
        <Stack gap={6} mt="xs">
          <Progress
            value={keep.totalBytes > 0 ? (keep.doneBytes / keep.totalBytes) * 100 : 0}
            aria-label="Fetching the course"
          />
          <Text size="sm" c="dimmed" role="status">
            {keep.state === 'queued'
              ? 'The course is next in line.'
              : `${formatBytes(keep.doneBytes)} of ${formatBytes(keep.totalBytes)} are here.`}
          </Text>
        </Stack>
      ) : (
        <Text size="sm" c="dimmed">
          {keep?.state === 'kept'
            ? 'The rest of the course is here. This part comes with the next connection.'
            : 'Fetch the course once while there is a connection, and it stays here.'}
        </Text>
      )}
      {(failure ?? keep?.error) && (
        <Text size="sm" mt="xs" role="alert">
          {failure ?? keep?.error}
        </Text>
      )}
    </StatePanel>
  )
}
