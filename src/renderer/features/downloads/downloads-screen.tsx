import { Text } from '@mantine/core'
import { Download } from 'lucide-react'
import type { DownloadItem, DownloadsView } from '../../../shared/contract/views.ts'
import { keepCourse, pauseKeeping, removeFromDevice } from '../../data/actions.ts'
import { useDownloads } from '../../data/hooks.ts'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { formatBytes } from '../../ui/format.ts'
import { KeepBar } from '../../ui/keep-bar.tsx'
import { ButtonLink, TextLink } from '../../ui/links.tsx'
import { showProblem } from '../../ui/notify.ts'
import { usePlace } from '../../ui/place.ts'
import { Screen } from '../../ui/screen.tsx'
import { StatePanel } from '../../ui/state-panel.tsx'
import classes from './downloads-screen.module.css'

/** What is on this device, what it weighs, and what can go. */
export function DownloadsScreen() {
  usePlace([{ label: 'Downloads' }])
  const { data: downloads, isError, error, refetch } = useDownloads()
  if (isError) return <ErrorPanel error={error} onRetry={() => void refetch()} />
  return (
    <Screen title="Downloads" width="text" lead={downloads ? spaceWords(downloads) : ' '}>
      {!downloads ? null : downloads.items.length === 0 ? (
        <StatePanel
          icon={Download}
          title="No course is kept on this device"
          action={
            <ButtonLink to="/catalogue" size="md">
              Find a course
            </ButtonLink>
          }
        >
          Choose “Keep on this device” on a course, and it opens without a connection.
        </StatePanel>
      ) : (
        <>
          <ul className={classes.list}>
            {downloads.items.map((item) => (
              <DownloadRow key={item.courseId} item={item} />
            ))}
          </ul>
          <Text size="sm" c="dimmed" mt="md">
            Removing a course frees its space. Your notes, answers and progress always stay.
          </Text>
        </>
      )}
    </Screen>
  )
}

function DownloadRow({ item }: { item: DownloadItem }) {
  const report = (title: string) => (error: unknown) => showProblem(title, error)
  return (
    <li className={classes.row}>
      <h2 className={classes.title}>
        <TextLink to="/course/$slug" params={{ slug: item.slug }} c="inherit" inherit>
          {item.title}
        </TextLink>
      </h2>
      <KeepBar
        courseTitle={item.title}
        keep={item.keep}
        onKeep={() => keepCourse(item.courseId).catch(report('Could not start the download'))}
        onPause={() => pauseKeeping(item.courseId).catch(report('Could not pause the download'))}
        onRemove={() => removeFromDevice(item.courseId).catch(report('Could not remove the course'))}
      />
    </li>
  )
}

function spaceWords({ usedBytes, freeBytes }: DownloadsView): string {
  const used = `${formatBytes(usedBytes)} used by courses`
  return freeBytes === null ? used : `${used}, ${formatBytes(freeBytes)} free on this device`
}
