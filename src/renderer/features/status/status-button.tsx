import { Popover, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Check, CircleAlert, Clock3, CloudOff, RefreshCw, RotateCw } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useEngineConnection } from '../../data/engine-client.ts'
import { useSession, useSyncStatus } from '../../data/hooks.ts'
import { TextLink } from '../../ui/links.tsx'
import { useNow } from '../../ui/use-now.ts'
import classes from './status-button.module.css'
import { StatusDetails } from './status-details.tsx'
import { statusLabel } from './status-words.ts'

const icons = {
  offline: CloudOff,
  waiting: Clock3,
  syncing: RefreshCw,
  delivered: Check,
  attention: CircleAlert,
  restarting: RotateCw,
}

/** The one place that says where this device's work is: a few words, the details one click away. */
export function StatusButton() {
  const { t } = useTranslation('status')
  const session = useSession().data
  const { data: status } = useSyncStatus()
  const now = useNow(60_000)
  const [open, popover] = useDisclosure(false)
  const restarting = useLongRestart()
  if (!status) return null

  const expired = session?.signInExpired ?? false
  const kind = restarting ? 'restarting' : status.state
  const label = restarting ? t('label.restarting') : statusLabel(status, expired, now)
  const Icon = icons[kind]
  return (
    <Popover
      opened={open}
      onChange={(opened) => (opened ? popover.open() : popover.close())}
      position="bottom-end"
      width={340}
      shadow="md"
      trapFocus
    >
      <Popover.Target>
        <UnstyledButton className={classes.button} data-kind={kind} onClick={popover.toggle}>
          <Icon size={16} aria-hidden />
          <VisuallyHidden>{t('button.prefix', { status: label })}</VisuallyHidden>
          <span className={classes.label} aria-hidden>
            {label}
          </span>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('button.details')}>
        <StatusDetails
          status={status}
          signInExpired={expired}
          unsentOfOthers={session?.unsentOfOthers ?? []}
        />
        <TextLink to="/activity" size="sm" mt="sm" display="inline-block" onClick={popover.close}>
          {status.attentionCount > 0 ? t('button.attention') : t('button.waiting')}
        </TextLink>
      </Popover.Dropdown>
    </Popover>
  )
}

/** The engine restarts in well under a second; only a longer pause is worth a word. */
function useLongRestart(): boolean {
  const connection = useEngineConnection()
  const [long, setLong] = useState(false)
  useEffect(() => {
    if (connection === 'open') return setLong(false)
    const timer = setTimeout(() => setLong(true), 1500)
    return () => clearTimeout(timer)
  }, [connection])
  return long
}
