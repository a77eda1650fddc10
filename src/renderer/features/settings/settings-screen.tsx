import { Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useSettings } from '../../data/hooks.ts'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { usePlace } from '../../ui/place.ts'
import { Screen } from '../../ui/screen.tsx'
import { ConnectionSettings } from './connection-settings.tsx'
import { KeyList } from './key-list.tsx'
import { LookSettings } from './look-settings.tsx'
import { PrivacySettings } from './privacy-settings.tsx'
import { ReadingSettings } from './reading-settings.tsx'
import { ReminderSettings } from './reminder-settings.tsx'
import { SettingsPart } from './settings-part.tsx'
import { StorageUse } from './storage-use.tsx'

/** How the person likes the app on this device. Every choice holds at once: there is nothing to save. */
export function SettingsScreen() {
  const { t } = useTranslation('settings')
  usePlace([{ label: t('title') }])
  const { data: settings, isError, error, refetch } = useSettings()
  if (isError) return <ErrorPanel error={error} onRetry={() => void refetch()} />
  return (
    <Screen title={t('title')} width="text" lead={t('lead')}>
      {settings ? (
        <Stack gap="xl">
          <LookSettings settings={settings} />
          <ReadingSettings settings={settings} />
          <ReminderSettings settings={settings} />
          <ConnectionSettings />
          <StorageUse />
          <PrivacySettings settings={settings} />
          <SettingsPart title={t('keys.title')} lead={t('keys.lead')}>
            <KeyList />
          </SettingsPart>
        </Stack>
      ) : null}
    </Screen>
  )
}
