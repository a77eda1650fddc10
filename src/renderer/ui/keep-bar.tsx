import { Button, Group, Modal, Progress, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { CircleCheck, Trash2 } from 'lucide-react'
import type { KeepState } from '../../shared/contract/views.ts'
import { formatBytes } from './format.ts'
import { keepPercent, keepWords, sizeSuffix } from './keep-words.ts'

interface KeepBarProps {
  courseTitle: string
  keep: KeepState
  onKeep: () => void
  onPause: () => void
  onRemove: () => void
}

/** How much of a course is here, and what can be done about it. Says nothing for a course that is not kept. */
export function KeepBar({ courseTitle, keep, onKeep, onPause, onRemove }: KeepBarProps) {
  const words = keepWords(keep)
  if (words === null) return null
  const moving = keep.state === 'downloading' || keep.state === 'queued'
  return (
    <div>
      <Group justify="space-between" gap="0 8px" mih={30}>
        <Group gap={6} wrap="nowrap">
          {keep.state === 'kept' ? <CircleCheck size={16} color="var(--bx-success)" aria-hidden /> : null}
          <Text size="sm" c="dimmed" style={{ fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }}>
            {words}
          </Text>
        </Group>
        <Group gap={4} wrap="nowrap">
          {moving ? (
            <Button size="compact-sm" variant="subtle" color="gray" onClick={onPause}>
              Pause
            </Button>
          ) : null}
          {keep.state === 'paused' || keep.state === 'failed' ? (
            <Button size="compact-sm" variant="subtle" onClick={onKeep}>
              {keep.state === 'paused' ? 'Resume' : 'Try again'}
              {sizeSuffix(keep)}
            </Button>
          ) : null}
          <RemoveButton courseTitle={courseTitle} bytes={keep.doneBytes} onRemove={onRemove} />
        </Group>
      </Group>
      <Progress
        value={keepPercent(keep)}
        size={5}
        mt={6}
        aria-label={`Download of ${courseTitle}`}
        {...(keep.state === 'kept' ? { color: 'var(--bx-success)' } : {})}
      />
      {keep.error ? (
        <Text size="sm" c="var(--bx-warning)" mt={6} role="status">
          {keep.error}
        </Text>
      ) : null}
    </div>
  )
}

function RemoveButton({
  courseTitle,
  bytes,
  onRemove,
}: {
  courseTitle: string
  bytes: number
  onRemove: () => void
}) {
  const [asking, question] = useDisclosure(false)
  return (
    <>
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        leftSection={<Trash2 size={14} aria-hidden />}
        aria-label={`Remove ${courseTitle} from this device`}
        onClick={question.open}
      >
        Remove
      </Button>
      <Modal
        opened={asking}
        onClose={question.close}
        title="Remove from this device?"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <Text lh={1.6}>
          “{courseTitle}” is taken off this device{bytes > 0 ? `, which frees ${formatBytes(bytes)}` : ''}.
          Your notes, answers and progress stay. You can fetch it again whenever you have a connection.
        </Text>
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={question.close} data-autofocus>
            Keep it
          </Button>
          <Button
            color="red"
            onClick={() => {
              question.close()
              onRemove()
            }}
          >
            Remove from this device
          </Button>
        </Group>
      </Modal>
    </>
  )
}
