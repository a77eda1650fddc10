import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useDownloads } from '../../data/hooks.ts'
import { formatBytes } from '../../ui/format.ts'
import { TextLink } from '../../ui/links.tsx'
import classes from './settings.module.css'
import { SettingsPart } from './settings-part.tsx'

/** What courses weigh on this device; what to do about it is on the downloads screen. */
export function StorageUse() {
  const { t } = useTranslation('settings')
  const downloads = useDownloads().data
  if (!downloads) return null
  const { items, usedBytes, freeBytes } = downloads
  return (
    <SettingsPart title={t('storage.title')}>
      <Text size="sm">
        {items.length === 0 ? t('storage.none') : t('storage.used', { used: formatBytes(usedBytes) })}
        {freeBytes === null ? null : <> · {t('storage.free', { free: formatBytes(freeBytes) })}</>}
      </Text>
      {items.length > 0 ? (
        <ul className={classes.courses} aria-label={t('storage.list')}>
          {items.map((item) => (
            <li key={item.courseId} className={classes.course}>
              <bdi>{item.title}</bdi>
              <span className={classes.weight}>{formatBytes(item.keep.doneBytes)}</span>
            </li>
          ))}
        </ul>
      ) : null}
      <TextLink to="/downloads" size="sm">
        {t('storage.manage')}
      </TextLink>
    </SettingsPart>
  )
}
