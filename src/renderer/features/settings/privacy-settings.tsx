import { Switch } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Settings } from '../../../shared/contract/settings.ts'
import { changeSetting } from './change-setting.ts'
import { SettingsPart } from './settings-part.tsx'

/** Whether the centre learns what is looked at. */
export function PrivacySettings({ settings }: { settings: Settings }) {
  const { t } = useTranslation('settings')
  return (
    <SettingsPart title={t('privacy.title')}>
      <Switch
        label={t('privacy.share')}
        description={t('privacy.shareHelp')}
        checked={settings.shareUsage}
        onChange={(event) => changeSetting({ shareUsage: event.currentTarget.checked })}
      />
    </SettingsPart>
  )
}
