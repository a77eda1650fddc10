import { NativeSelect, SegmentedControl, Text } from '@mantine/core'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { type Settings, themes } from '../../../shared/contract/settings.ts'
import { appLanguages, fittingLanguage } from '../../../shared/domain/languages.ts'
import { languageNames } from '../../ui/language/language-names.ts'
import { changeSetting } from './change-setting.ts'
import classes from './settings.module.css'
import { SettingsPart } from './settings-part.tsx'

/** Language and appearance. */
export function LookSettings({ settings }: { settings: Settings }) {
  const { t } = useTranslation('settings')
  const themeId = useId()
  const ofSystem = languageNames[fittingLanguage(navigator.languages)]
  return (
    <SettingsPart title={t('language.title')}>
      <NativeSelect
        id="setting-language"
        label={t('language.label')}
        description={t('language.courses')}
        value={settings.language ?? ''}
        onChange={(event) => {
          const chosen = event.currentTarget.value
          changeSetting({ language: appLanguages.find((language) => language === chosen) ?? null })
        }}
      >
        <option value="">{t('language.auto', { language: ofSystem })}</option>
        {appLanguages.map((language) => (
          <option key={language} value={language} lang={language}>
            {languageNames[language]}
          </option>
        ))}
      </NativeSelect>
      <div className={classes.row}>
        <Text component="span" className={classes.name} id={themeId}>
          {t('theme.title')}
        </Text>
        <SegmentedControl
          aria-labelledby={themeId}
          data={themes.map((theme) => ({ value: theme, label: t(`theme.${theme}`) }))}
          value={settings.theme}
          onChange={(theme) => changeSetting({ theme })}
        />
      </div>
    </SettingsPart>
  )
}
