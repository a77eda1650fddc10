import { Button, Group, Modal, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { WaitingCounts } from '../../../shared/contract/sync-views.ts'
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
  const { t } = useTranslation(['settings', 'common'])
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
      title={nothingLeft ? t('leave.sent') : t('leave.title')}
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
    >
      <Text lh={1.6} role="status">
        {nothingLeft
          ? t('leave.nothing')
          : t('leave.body', { work: waitingWords(waiting), count: waiting.total })}
      </Text>
      <Group gap="xs" mt="md">
        {nothingLeft ? null : (
          <>
            <Button
              size="sm"
              variant="default"
              onClick={() => {
                syncNow().catch((error: unknown) => showProblem(t('leave.sendProblem'), error))
              }}
            >
              {t('leave.sendNow')}
            </Button>
            <Button
              size="sm"
              variant="default"
              onClick={() => {
                save().catch((error: unknown) => showProblem(t('common:problem.write'), error))
              }}
            >
              {t('common:action.saveCopy')}
            </Button>
          </>
        )}
      </Group>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose} data-autofocus>
          {t('leave.stay')}
        </Button>
        <Button
          disabled={busy}
          onClick={() => {
            setBusy(true)
            signOut()
              .catch((error: unknown) => showProblem(t('common:problem.signOut'), error))
              .finally(() => setBusy(false))
          }}
        >
          {nothingLeft ? t('menu.signOut') : t('leave.keep')}
        </Button>
      </Group>
    </Modal>
  )
}
