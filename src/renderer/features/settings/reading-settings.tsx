import { ActionIcon, SegmentedControl, Text } from '@mantine/core'
import { AArrowDown, AArrowUp } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { lineWidths, readingFonts, readingSizes, type Settings } from '../../../shared/contract/settings.ts'
import { formatNumber } from '../../ui/format.ts'
import { changeSetting } from './change-setting.ts'
import classes from './settings.module.css'
import { SettingsPart } from './settings-part.tsx'

/** How course text is set. */
export function ReadingSettings({ settings }: { settings: Settings }) {
  const { t } = useTranslation('settings')
  const at = readingSizes.indexOf(settings.readingSizePx)
  const step = (to: number) => {
    const readingSizePx = readingSizes[to]
    if (readingSizePx !== undefined) changeSetting({ readingSizePx })
  }
  return (
    <SettingsPart title={t('reading.title')}>
      <p className={classes.sample}>{t('reading.sample')}</p>
      <Row name={t('reading.size')}>
        {(id) => (
          // biome-ignore lint/a11y/useSemanticElements: two buttons and a value, not the fields of a form
          <div role="group" aria-labelledby={id} className={classes.row}>
            <ActionIcon
              variant="default"
              size={36}
              aria-label={t('reading.smaller')}
              disabled={at <= 0}
              onClick={() => step(at - 1)}
            >
              <AArrowDown size={18} aria-hidden />
            </ActionIcon>
            <span className={classes.size} role="status">
              {t('reading.sizeNow', { size: formatNumber(settings.readingSizePx) })}
            </span>
            <ActionIcon
              variant="default"
              size={36}
              aria-label={t('reading.larger')}
              disabled={at >= readingSizes.length - 1}
              onClick={() => step(at + 1)}
            >
              <AArrowUp size={18} aria-hidden />
            </ActionIcon>
          </div>
        )}
      </Row>
      <Row name={t('reading.width')}>
        {(id) => (
          <SegmentedControl
            aria-labelledby={id}
            data={lineWidths.map((width) => ({ value: width, label: t(`reading.${width}`) }))}
            value={settings.lineWidth}
            onChange={(lineWidth) => changeSetting({ lineWidth })}
          />
        )}
      </Row>
      <Row name={t('reading.font')} help={t('reading.fontHelp')}>
        {(id) => (
          <SegmentedControl
            aria-labelledby={id}
            data={readingFonts.map((font) => ({ value: font, label: t(`reading.${font}`) }))}
            value={settings.readingFont}
            onChange={(readingFont) => changeSetting({ readingFont })}
          />
        )}
      </Row>
    </SettingsPart>
  )
}

function Row({ name, help, children }: { name: string; help?: string; children: (id: string) => ReactNode }) {
  const id = useId()
  return (
    <div>
      <div className={classes.row}>
        <span className={classes.name} id={id}>
          {name}
        </span>
        {children(id)}
      </div>
      {help ? (
        <Text size="xs" c="dimmed" mt={6}>
          {help}
        </Text>
      ) : null}
    </div>
  )
}
