import { Button, Group, Text, Title } from '@mantine/core'
import { CircleAlert } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { IncidentView } from '../../../shared/contract/sync-views.ts'
import { dismissIncident } from '../../data/actions.ts'
import { formatMoment } from '../../ui/format.ts'
import { showProblem } from '../../ui/notify.ts'
import classes from './attention.module.css'
import { incidentSentence } from './status-words.ts'

/** What happened to the database of this device: it was damaged, and what could be read of it was carried over. */
export function IncidentCard({ incident }: { incident: IncidentView }) {
  const { t } = useTranslation('status')
  const [busy, setBusy] = useState(false)
  return (
    <article className={classes.card} aria-labelledby="incident">
      <CircleAlert size={20} color="var(--bx-warning)" aria-hidden />
      <div className={classes.body}>
        <Title order={3} size="h3" id="incident">
          {t('incident.title')}
        </Title>
        <Text lh={1.6} mt={2}>
          {incidentSentence(incident)}
        </Text>
        <Text size="sm" c="dimmed">
          {t('incident.file', { time: formatMoment(incident.atMs), file: incident.damagedFile })}
        </Text>
        <Group gap="xs" mt="sm">
          <Button
            size="sm"
            variant="default"
            disabled={busy}
            onClick={() => {
              setBusy(true)
              dismissIncident()
                .catch((error: unknown) => showProblem(t('incident.problem'), error))
                .finally(() => setBusy(false))
            }}
          >
            {t('incident.read')}
          </Button>
        </Group>
      </div>
    </article>
  )
}
