import { NumberInput, Switch, Text } from '@mantine/core'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Settings } from '../../../shared/contract/settings.ts'
import { changeSetting } from './change-setting.ts'
import classes from './settings.module.css'
import { SettingsPart } from './settings-part.tsx'

const usualTime = '18:30'

/** How much a day, and whether to be reminded of it. */
export function ReminderSettings({ settings }: { settings: Settings }) {
  const { t } = useTranslation('settings')
  const timeId = useId()
  const [refused, setRefused] = useState(false)
  const remind = async (wanted: boolean) => {
    changeSetting({ remindAt: wanted ? usualTime : null })
    setRefused(wanted && (await Notification.requestPermission()) !== 'granted')
  }
  return (
    <SettingsPart title={t('reminder.title')}>
      <NumberInput
        label={t('reminder.goal')}
        value={settings.dailyMinutes}
        min={5}
        max={600}
        step={5}
        clampBehavior="blur"
        maw={220}
        onChange={(value) => {
          const dailyMinutes = Number(value)
          if (Number.isInteger(dailyMinutes) && dailyMinutes >= 5 && dailyMinutes <= 600)
            changeSetting({ dailyMinutes })
        }}
      />
      <Switch
        label={t('reminder.remind')}
        description={t('reminder.remindHelp')}
        checked={settings.remindAt !== null}
        onChange={(event) => void remind(event.currentTarget.checked)}
      />
      {settings.remindAt === null ? null : (
        <div className={classes.row}>
          <label className={classes.name} htmlFor={timeId}>
            {t('reminder.at')}
          </label>
          <input
            id={timeId}
            type="time"
            className={classes.time}
            value={settings.remindAt}
            onChange={(event) => {
              if (event.currentTarget.value !== '') changeSetting({ remindAt: event.currentTarget.value })
            }}
          />
        </div>
      )}
      {refused ? (
        <Text size="sm" c="dimmed" role="status">
          {t('reminder.refused')}
        </Text>
      ) : null}
    </SettingsPart>
  )
}
