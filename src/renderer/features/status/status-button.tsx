import { Popover, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Check, CircleAlert, Clock3, CloudOff, RefreshCw, RotateCw } from 'lucide-react'
import { useEffect, useState } from 'react'
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
  const session = useSession().data
  const { data: status } = useSyncStatus()
  const now = useNow(60_000)
  const [open, popover] = useDisclosure(false)
  const restarting = useLongRestart()
  if (!status) return null

  const expired = session?.signInExpired ?? false
  const kind = restarting ? 'restarting' : status.state
  const label = restarting ? 'Restarting' : statusLabel(status, expired, now)
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
          <VisuallyHidden>Sync status: </VisuallyHidden>
          <span className={classes.label}>{label}</span>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown aria-label="Sync status details">
        <StatusDetails
          status={status}
          signInExpired={expired}
          unsentOfOthers={session?.unsentOfOthers ?? []}
        />
        <TextLink to="/activity" size="sm" mt="sm" display="inline-block" onClick={popover.close}>
          {status.attentionCount > 0 ? 'See what needs attention' : 'See what is waiting'}
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
