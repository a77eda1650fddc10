import { Text, Title } from '@mantine/core'
import { CircleCheck } from 'lucide-react'
import { useTranslation } from 'react-i18next'
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
  const { t } = useTranslation('status')
  usePlace([{ label: t('activity.title') }])
  const session = useSession().data
  const status = useSyncStatus()
  const activity = useActivity()
  const attention = useAttention()
  const failed = [status, activity, attention].find((query) => query.isError)
  if (failed) return <ErrorPanel error={failed.error} onRetry={() => void failed.refetch()} />
  const { incident, refused, conflicts } = attention.data ?? { incident: null, refused: [], conflicts: [] }
  return (
    <Screen title={t('activity.title')} width="text" lead={t('activity.lead')}>
      <section className={classes.card} aria-label={t('activity.connection')}>
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
            {t('activity.attention')}
          </Title>
          <Text c="dimmed" size="sm" mb="md">
            {t('activity.attentionLead')}
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
          {t('activity.waiting')}
        </Title>
        {!activity.data ? null : activity.data.waiting.length === 0 ? (
          <p className={classes.done}>
            <CircleCheck size={18} color="var(--bx-success)" aria-hidden />
            {t('activity.nothing')}
          </p>
        ) : (
          <ActivityList things={activity.data.waiting} label={t('activity.waiting')} />
        )}
      </section>

      {activity.data && activity.data.delivered.length > 0 ? (
        <section className={classes.part}>
          <Title order={2} mb="sm">
            {t('activity.delivered')}
          </Title>
          <ActivityList things={activity.data.delivered} label={t('activity.delivered')} />
        </section>
      ) : null}

      <section className={classes.part}>
        <Title order={2}>{t('activity.moving')}</Title>
        <Text c="dimmed" size="sm" mb="sm">
          {t('activity.movingLead')}
        </Text>
        <UnsentFile nothingWaits={activity.data?.waiting.length === 0} />
      </section>
    </Screen>
  )
}
