import { Text, Title } from '@mantine/core'
import { CircleCheck } from 'lucide-react'
import type { WaitingItem } from '../../../shared/contract/views.ts'
import { useAttention, useSession, useSyncStatus, useWaiting } from '../../data/hooks.ts'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { formatMoment } from '../../ui/format.ts'
import { usePlace } from '../../ui/place.ts'
import { Screen } from '../../ui/screen.tsx'
import classes from './activity-screen.module.css'
import { AttentionCard } from './attention-card.tsx'
import { StatusDetails } from './status-details.tsx'

/** Where everything is that this device did: refused, waiting, delivered. */
export function ActivityScreen() {
  usePlace([{ label: 'Activity' }])
  const session = useSession().data
  const status = useSyncStatus()
  const waiting = useWaiting()
  const attention = useAttention()
  const failed = [status, waiting, attention].find((query) => query.isError)
  if (failed) return <ErrorPanel error={failed.error} onRetry={() => void failed.refetch()} />
  return (
    <Screen title="Activity" width="text" lead="What you did on this device, and whether your centre has it.">
      <section className={classes.card} aria-label="Connection to your centre">
        {status.data ? (
          <StatusDetails status={status.data} signInExpired={session?.signInExpired ?? false} />
        ) : (
          <div className={classes.space} />
        )}
      </section>

      {attention.data && attention.data.length > 0 ? (
        <section className={classes.part}>
          <Title order={2}>Needs attention</Title>
          <Text c="dimmed" size="sm" mb="md">
            Your centre could not accept these. Nothing is thrown away unless you say so.
          </Text>
          <div className={classes.stack}>
            {attention.data.map((item) => (
              <AttentionCard key={item.id} item={item} />
            ))}
          </div>
        </section>
      ) : null}

      <section className={classes.part}>
        <Title order={2} mb="sm">
          Waiting to be sent
        </Title>
        {!waiting.data ? null : waiting.data.length === 0 ? (
          <p className={classes.done}>
            <CircleCheck size={18} color="var(--bx-success)" aria-hidden />
            Nothing is waiting.
          </p>
        ) : (
          <ol className={classes.list}>
            {waiting.data.map((item) => (
              <WaitingRow key={item.number} item={item} />
            ))}
          </ol>
        )}
      </section>
    </Screen>
  )
}

function WaitingRow({ item }: { item: WaitingItem }) {
  return (
    <li className={classes.row}>
      <span>{item.label}</span>
      <span className={classes.quiet}>
        {item.state === 'sent' ? 'Sent, waiting for confirmation' : 'On this device'} ·{' '}
        {formatMoment(item.madeAtMs)}
      </span>
    </li>
  )
}
