import { Button, Group, Modal, Progress, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { TFunction } from 'i18next'
import { CircleCheck, Trash2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { KeepState } from '../../shared/contract/catalogue-views.ts'
import { formatBytes } from './format.ts'
import { keepPercent, keepWords, missingSize } from './keep-words.ts'
import { sentenceOf } from './language/error-words.ts'

interface KeepBarProps {
  courseTitle: string
  keep: KeepState
  onKeep: () => void
  onPause: () => void
  onRemove: () => void
}

/** How much of a course is here, and what can be done about it. Says nothing for a course that is not kept. */
export function KeepBar({ courseTitle, keep, onKeep, onPause, onRemove }: KeepBarProps) {
  const { t } = useTranslation()
  const words = keepWords(keep)
  if (words === null) return null
  const size = missingSize(keep)
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
              {t('keep.pause')}
            </Button>
          ) : null}
          {keep.state === 'paused' || keep.state === 'failed' ? (
            <Button size="compact-sm" variant="subtle" onClick={onKeep}>
              {goOnWords(t, keep.state, size)}
            </Button>
          ) : null}
          <RemoveButton courseTitle={courseTitle} bytes={keep.doneBytes} onRemove={onRemove} />
        </Group>
      </Group>
      <Progress
        value={keepPercent(keep)}
        size={5}
        mt={6}
        aria-label={t('keep.progress', { course: courseTitle })}
        {...(keep.state === 'kept' ? { color: 'var(--bx-success)' } : {})}
      />
      {keep.error ? (
        <Text size="sm" c="var(--bx-warning)" mt={6} role="status">
          {sentenceOf(keep.error, 'unavailable')}
        </Text>
      ) : null}
    </div>
  )
}

function goOnWords(t: TFunction, state: 'paused' | 'failed', size: string | null): string {
  if (state === 'paused') return size === null ? t('keep.resume') : t('keep.resumeSize', { size })
  return size === null ? t('action.tryAgain') : t('keep.tryAgainSize', { size })
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
  const { t } = useTranslation()
  const [asking, question] = useDisclosure(false)
  return (
    <>
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        leftSection={<Trash2 size={14} aria-hidden />}
        aria-label={t('keep.removeCourse', { course: courseTitle })}
        onClick={question.open}
      >
        {t('keep.remove')}
      </Button>
      <Modal
        opened={asking}
        onClose={question.close}
        title={t('keep.removeTitle')}
        closeButtonProps={{ 'aria-label': t('action.close') }}
      >
        <Text lh={1.6}>
          {bytes > 0
            ? t('keep.removeBodySize', { course: courseTitle, size: formatBytes(bytes) })
            : t('keep.removeBody', { course: courseTitle })}
        </Text>
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={question.close} data-autofocus>
            {t('keep.removeNot')}
          </Button>
          <Button
            color="red"
            onClick={() => {
              question.close()
              onRemove()
            }}
          >
            {t('keep.removeYes')}
          </Button>
        </Group>
      </Modal>
    </>
  )
}
