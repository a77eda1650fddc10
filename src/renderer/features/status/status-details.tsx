import { Button, Group, Stack, Switch, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SyncStatusView } from '../../../shared/contract/sync-views.ts'
import { beginSignIn, chooseOnlyOwnWork, syncNow } from '../../data/actions.ts'
import { formatMoment } from '../../ui/format.ts'
import { sentenceOf } from '../../ui/language/error-words.ts'
import { showProblem } from '../../ui/notify.ts'
import { useNow } from '../../ui/use-now.ts'
import { meaning, meteredSentence, nextTrySentence, safetySentence, waitingSentence } from './status-words.ts'

/** The truth about delivery in sentences: what waits, when it last worked, when it is tried next and why. */
export function StatusDetails({
  status,
  signInExpired,
  unsentOfOthers,
}: {
  status: SyncStatusView
  signInExpired: boolean
  /** Other people of this device whose work has not been sent. */
  unsentOfOthers: readonly string[]
}) {
  const { t } = useTranslation('status')
  const now = useNow(1000)
  const nextTry = nextTrySentence(status, now)
  const means = meaning(status, signInExpired)
  const safe = safetySentence(status, unsentOfOthers)
  const metered = meteredSentence(status.metered)
  const said = status.reason === null ? null : sentenceOf(status.reason, 'unavailable')
  const reason = said !== null && !means.startsWith(said) ? said : null
  return (
    <Stack gap="xs">
      <Text size="sm">{means}</Text>
      <Text size="sm" fw={600}>
        {waitingSentence(status.waiting, status.attentionCount)}
      </Text>
      {safe ? (
        <Text size="sm" c="var(--bx-success)">
          {safe}
        </Text>
      ) : null}
      {status.attentionCount > 0 ? (
        <Text size="sm" c="var(--bx-warning)">
          {t('details.attention', { count: status.attentionCount })}
        </Text>
      ) : null}
      <Text size="sm" c="dimmed">
        {status.lastSuccessAtMs === null
          ? t('details.never')
          : t('details.last', { time: formatMoment(status.lastSuccessAtMs, now) })}{' '}
        {nextTry}
      </Text>
      {reason ? (
        <Text size="sm" c="dimmed">
          {reason}
        </Text>
      ) : null}
      {metered ? <Text size="sm">{metered}</Text> : null}
      <Group mt={4}>{signInExpired ? <SignInAgain /> : <SyncNow busy={status.state === 'syncing'} />}</Group>
      <Switch
        size="sm"
        mt={4}
        label={t('metered.choice')}
        checked={status.metered.onlyOwnWork}
        onChange={(event) => {
          chooseOnlyOwnWork(event.currentTarget.checked).catch((error: unknown) =>
            showProblem(t('metered.problem'), error),
          )
        }}
      />
    </Stack>
  )
}

function SyncNow({ busy }: { busy: boolean }) {
  const { t } = useTranslation('status')
  return (
    <Button
      size="sm"
      variant="default"
      disabled={busy}
      onClick={() => {
        syncNow().catch((error: unknown) => showProblem(t('details.nowProblem'), error))
      }}
    >
      {busy ? t('label.syncing') : t('details.now')}
    </Button>
  )
}

function SignInAgain() {
  const { t } = useTranslation('status')
  const [busy, setBusy] = useState(false)
  return (
    <Button
      size="sm"
      disabled={busy}
      onClick={() => {
        setBusy(true)
        beginSignIn()
          .catch((error: unknown) => showProblem(t('details.signInProblem'), error))
          .finally(() => setBusy(false))
      }}
    >
      {t('label.signIn')}
    </Button>
  )
}
