import { Text, Title } from '@mantine/core'
import { CircleCheck } from 'lucide-react'
import { useActivity, useAttention, useSession, useSyncStatus } from '../../data/hooks.ts'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { usePlace } from '../../ui/place.ts'
import { Screen } from '../../ui/screen.tsx'
import { ActivityList } from './activity-list.tsx'
import classes from './activity-screen.module.css'
import { ConflictCard } from './conflict-card.tsx'
import { IncidentCard } from './incident-card.tsx'
import { RefusedCard } from './refused-card.tsx'
import { StatusDetails } from './status-details.tsx'
import { UnsentFile } from './unsent-file.tsx'

/** Where everything is that this device did: in need of a decision, waiting, delivered. */
export function ActivityScreen() {
  usePlace([{ label: 'Activity' }])
  const session = useSession().data
  const status = useSyncStatus()
  const activity = useActivity()
  const attention = useAttention()
  const failed = [status, activity, attention].find((query) => query.isError)
  if (failed) return <ErrorPanel error={failed.error} onRetry={() => void failed.refetch()} />
  const { incident, refused, conflicts } = attention.data ?? { incident: null, refused: [], conflicts: [] }
  return (
    <Screen title="Activity" width="text" lead="What you did on this device, and whether your centre has it.">
      <section className={classes.card} aria-label="Connection to your centre">
        {status.data ? (
          <StatusDetails
            status={status.data}
            signInExpired={session?.signInExpired ?? false}
            unsentOfOthers={session?.unsentOfOthers ?? []}
          />
        ) : (
          <div className={classes.space} />
        )}
      </section>

      {incident || refused.length + conflicts.length > 0 ? (
        <section className={classes.part} aria-labelledby="needs-attention">
          <Title order={2} id="needs-attention">
            Needs attention
          </Title>
          <Text c="dimmed" size="sm" mb="md">
            Nothing here is thrown away unless you say so. What you decide holds on all your devices.
          </Text>
          <div className={classes.stack}>
            {incident ? <IncidentCard incident={incident} /> : null}
            {conflicts.map((item) => (
              <ConflictCard key={item.id} item={item} />
            ))}
            {refused.map((item) => (
              <RefusedCard key={item.id} item={item} />
            ))}
          </div>
        </section>
      ) : null}

      <section className={classes.part}>
        <Title order={2} mb="sm">
          Waiting to be sent
        </Title>
        {!activity.data ? null : activity.data.waiting.length === 0 ? (
          <p className={classes.done}>
            <CircleCheck size={18} color="var(--bx-success)" aria-hidden />
            Nothing is waiting.
          </p>
        ) : (
          <ActivityList things={activity.data.waiting} label="Waiting to be sent" />
        )}
      </section>

      {activity.data && activity.data.delivered.length > 0 ? (
        <section className={classes.part}>
          <Title order={2} mb="sm">
            Delivered lately
          </Title>
          <ActivityList things={activity.data.delivered} label="Delivered lately" />
        </section>
      ) : null}

      <section className={classes.part}>
        <Title order={2}>Moving to another device</Title>
        <Text c="dimmed" size="sm" mb="sm">
          If this device may not last until it is online again, save what waits to a file and take it in on
          another device, signed in as yourself. Doing both sends nothing twice.
        </Text>
        <UnsentFile nothingWaits={activity.data?.waiting.length === 0} />
      </section>
    </Screen>
  )
}
