import { Button, Group, Modal, Text, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { CircleAlert } from 'lucide-react'
import type { AttentionItem } from '../../../shared/contract/views.ts'
import { discardRejection } from '../../data/actions.ts'
import { formatMoment } from '../../ui/format.ts'
import { showProblem } from '../../ui/notify.ts'
import classes from './activity-screen.module.css'

/** Something the centre refused: why, and what the person can do with it. */
export function AttentionCard({ item }: { item: AttentionItem }) {
  const [asking, question] = useDisclosure(false)
  return (
    <article className={classes.attention}>
      <CircleAlert size={20} color="var(--bx-warning)" aria-hidden />
      <div>
        <Title order={3} size="h3">
          {item.label}
        </Title>
        <Text lh={1.6} mt={2}>
          {item.reason}
        </Text>
        <Text size="sm" c="dimmed">
          {formatMoment(item.createdAtMs)}
        </Text>
        <Group gap="xs" mt="sm">
          <Button size="xs" variant="default" onClick={() => saveToFile(item)}>
            Save a copy to a file
          </Button>
          <Button size="xs" variant="subtle" color="gray" onClick={question.open}>
            Discard
          </Button>
        </Group>
      </div>
      <Modal
        opened={asking}
        onClose={question.close}
        title="Discard this for good?"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <Text lh={1.6}>
          “{item.label}” was not accepted and exists nowhere but here. Save a copy first if you may still want
          it.
        </Text>
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={question.close} data-autofocus>
            Keep it
          </Button>
          <Button
            color="red"
            onClick={() => {
              question.close()
              discardRejection(item.id).catch((error: unknown) => showProblem('Could not discard it', error))
            }}
          >
            Discard
          </Button>
        </Group>
      </Modal>
    </article>
  )
}

function saveToFile(item: AttentionItem): void {
  const text = JSON.stringify(item, null, 2)
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `brainix-${item.id}.json`
  link.click()
  URL.revokeObjectURL(url)
}
