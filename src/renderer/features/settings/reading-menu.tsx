import { ActionIcon, Popover, SegmentedControl, Tooltip } from '@mantine/core'
import { ALargeSmall } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { themes } from '../../../shared/contract/settings.ts'
import { useSettings } from '../../data/hooks.ts'
import { changeSetting } from './change-setting.ts'
import classes from './reading-menu.module.css'
import { ReadingSettings } from './reading-settings.tsx'

/** How course text is set, within reach while reading it. */
export function ReadingMenu() {
  const { t } = useTranslation('settings')
  const [opened, setOpened] = useState(false)
  const { data: settings } = useSettings()
  if (!settings) return null
  const name = t('reading.title')
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      width={360}
      trapFocus
      returnFocus
      shadow="md"
    >
      <Popover.Target>
        <Tooltip label={name} disabled={opened}>
          <ActionIcon
            variant={opened ? 'light' : 'subtle'}
            color={opened ? 'study' : 'gray'}
            size={34}
            aria-label={name}
            aria-expanded={opened}
            onClick={() => setOpened(!opened)}
          >
            <ALargeSmall size={19} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown aria-label={name} className={classes.menu}>
        <ReadingSettings settings={settings} />
        <SegmentedControl
          fullWidth
          mt="md"
          aria-label={t('theme.title')}
          data={themes.map((theme) => ({ value: theme, label: t(`theme.${theme}`) }))}
          value={settings.theme}
          onChange={(theme) => changeSetting({ theme })}
        />
      </Popover.Dropdown>
    </Popover>
  )
}
