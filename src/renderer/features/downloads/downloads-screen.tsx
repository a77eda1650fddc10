import { Button, Text } from '@mantine/core'
import type { TFunction } from 'i18next'
import { Download } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DownloadItem, DownloadsView } from '../../../shared/contract/views.ts'
import { keepCourse, pauseKeeping, removeFromDevice } from '../../data/actions.ts'
import { useDownloads } from '../../data/hooks.ts'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { formatBytes } from '../../ui/format.ts'
import { KeepBar } from '../../ui/keep-bar.tsx'
import { sentenceOf } from '../../ui/language/error-words.ts'
import { ButtonLink, TextLink } from '../../ui/links.tsx'
import { showProblem } from '../../ui/notify.ts'
import { usePlace } from '../../ui/place.ts'
import { Screen } from '../../ui/screen.tsx'
import { StatePanel } from '../../ui/state-panel.tsx'
import classes from './downloads-screen.module.css'
import { KeepParts } from './keep-parts.tsx'
import { LimitSelect } from './limit-select.tsx'
import { TravelCard } from './travel-card.tsx'

/** What is on this device, what it weighs, and what can go. */
export function DownloadsScreen() {
  const { t } = useTranslation(['downloads', 'common'])
  usePlace([{ label: t('title') }])
  const { data: downloads, isError, error, refetch } = useDownloads()
  if (isError) return <ErrorPanel error={error} onRetry={() => void refetch()} />
  return (
    <Screen title={t('title')} width="text" lead={downloads ? spaceWords(t, downloads) : ' '}>
      {downloads ? <TravelCard /> : null}
      {!downloads ? null : downloads.items.length === 0 ? (
        <StatePanel
          icon={Download}
          title={t('empty.title')}
          action={
            <ButtonLink to="/catalogue" size="md">
              {t('common:action.findCourse')}
            </ButtonLink>
          }
        >
          {t('empty.body')}
        </StatePanel>
      ) : (
        <>
          <ul className={classes.list}>
            {downloads.items.map((item) => (
              <DownloadRow key={item.courseId} item={item} />
            ))}
          </ul>
          <Text size="sm" c="dimmed" mt="md">
            {t('removing')}
          </Text>
          <LimitSelect limitBytes={downloads.limitBytes} />
        </>
      )}
    </Screen>
  )
}

function DownloadRow({ item }: { item: DownloadItem }) {
  const { t } = useTranslation(['common', 'downloads'])
  const [choosing, setChoosing] = useState(false)
  const report = (title: string) => (error: unknown) => showProblem(title, error)
  return (
    <li className={classes.row}>
      <h2 className={classes.title}>
        <TextLink to="/course/$slug" params={{ slug: item.slug }} c="inherit" inherit>
          {sentenceOf(item.title)}
        </TextLink>
      </h2>
      <KeepBar
        courseTitle={item.title}
        keep={item.keep}
        onKeep={() => keepCourse(item.courseId).catch(report(t('problem.download')))}
        onPause={() => pauseKeeping(item.courseId).catch(report(t('problem.pause')))}
        onRemove={() => removeFromDevice(item.courseId).catch(report(t('problem.remove')))}
      />
      <Button
        size="compact-sm"
        variant="subtle"
        mt={6}
        className={classes.choose}
        aria-expanded={choosing}
        aria-label={t('downloads:parts.chooseOf', { course: item.title })}
        onClick={() => setChoosing(!choosing)}
      >
        {item.partial ? t('downloads:parts.chooseSome') : t('downloads:parts.choose')}
      </Button>
      {choosing ? <KeepParts courseId={item.courseId} /> : null}
    </li>
  )
}

function spaceWords(t: TFunction<'downloads'>, { usedBytes, freeBytes }: DownloadsView): string {
  const used = formatBytes(usedBytes)
  return freeBytes === null ? t('used', { used }) : t('usedFree', { used, free: formatBytes(freeBytes) })
}
