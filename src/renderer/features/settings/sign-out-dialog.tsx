import { Button, Group, Modal, Text } from '@mantine/core'
import { useState } from 'react'
import type { WaitingCounts } from '../../../shared/contract/views.ts'
import { exportUnsent, signOut, syncNow } from '../../data/actions.ts'
import { showProblem } from '../../ui/notify.ts'
import { saveFile } from '../../ui/save-file.ts'
import { waitingWords } from '../../ui/waiting-words.ts'

interface SignOutDialogProps {
  opened: boolean
  onClose: () => void
  waiting: WaitingCounts
}

/** Before somebody leaves work behind that has not been sent: what stays, and what can be done first. */
export function SignOutDialog({ opened, onClose, waiting }: SignOutDialogProps) {
  const [busy, setBusy] = useState(false)
  const nothingLeft = waiting.total === 0
  const save = async () => {
    const file = await exportUnsent()
    saveFile(file.fileName, file.text, 'application/json')
  }
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={nothingLeft ? 'Everything has been sent now' : 'Sign out with unsent work?'}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Text lh={1.6} role="status">
        {nothingLeft
          ? 'You can sign out without leaving anything behind.'
          : `${waitingWords(waiting)} ${waiting.total === 1 ? 'has' : 'have'} not been sent. Your work stays on this device, where nobody else who uses BrainiX sees it, and is sent when you sign in here again.`}
      </Text>
      <Group gap="xs" mt="md">
        {nothingLeft ? null : (
          <>
            <Button
              size="sm"
              variant="default"
              onClick={() => {
                syncNow().catch((error: unknown) => showProblem('Could not send it now', error))
              }}
            >
              Send now
            </Button>
            <Button
              size="sm"
              variant="default"
              onClick={() => {
                save().catch((error: unknown) => showProblem('Could not write the file', error))
              }}
            >
              Save a copy to a file
            </Button>
          </>
        )}
      </Group>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose} data-autofocus>
          Stay signed in
        </Button>
        <Button
          disabled={busy}
          onClick={() => {
            setBusy(true)
            signOut()
              .catch((error: unknown) => showProblem('Could not sign out', error))
              .finally(() => setBusy(false))
          }}
        >
          {nothingLeft ? 'Sign out' : 'Sign out and keep it here'}
        </Button>
      </Group>
    </Modal>
  )
}
