import { Switch } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { chooseOnlyOwnWork } from '../../data/actions.ts'
import { useSyncStatus } from '../../data/hooks.ts'
import { showProblem } from '../../ui/notify.ts'
import { SettingsPart } from './settings-part.tsx'

/** What may go over a connection that costs by the byte. */
export function ConnectionSettings() {
  const { t } = useTranslation('settings')
  const metered = useSyncStatus().data?.metered
  if (!metered) return null
  return (
    <SettingsPart title={t('connection.title')}>
      <Switch
        label={t('connection.metered')}
        description={t('connection.meteredHelp')}
        checked={metered.onlyOwnWork}
        onChange={(event) => {
          chooseOnlyOwnWork(event.currentTarget.checked).catch((error: unknown) =>
            showProblem(t('problem'), error),
          )
        }}
      />
    </SettingsPart>
  )
}
