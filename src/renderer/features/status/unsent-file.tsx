import { Button, FileButton, Group, List, Text } from '@mantine/core'
import type { TFunction } from 'i18next'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ImportView } from '../../../shared/contract/sync-views.ts'
import { exportUnsent, importUnsent } from '../../data/actions.ts'
import { sentenceOf } from '../../ui/language/error-words.ts'
import { showProblem } from '../../ui/notify.ts'
import { saveFile } from '../../ui/save-file.ts'
import { thingLabel } from './thing-label.ts'

/** For a device that may not last until it is online again: what waits, carried to another one as a file. */
export function UnsentFile({ nothingWaits }: { nothingWaits: boolean }) {
  const { t } = useTranslation(['status', 'common'])
  const [outcome, setOutcome] = useState<ImportView | null>(null)
  const forget = useRef<() => void>(null)
  const save = async () => {
    const file = await exportUnsent()
    saveFile(file.fileName, file.text, 'application/json')
  }
  const read = async (file: File) => setOutcome(await importUnsent(await file.text()))
  return (
    <>
      <Group gap="xs">
        <Button
          size="sm"
          variant="default"
          disabled={nothingWaits}
          onClick={() => {
            save().catch((error: unknown) => showProblem(t('common:problem.write'), error))
          }}
        >
          {t('file.save')}
        </Button>
        <FileButton
          accept=".json,application/json"
          resetRef={forget}
          inputProps={{ 'aria-label': t('file.label') }}
          onChange={(file) => {
            if (!file) return
            setOutcome(null)
            read(file)
              .catch((error: unknown) => showProblem(t('file.problem'), error))
              // The same file may be chosen again.
              .finally(() => forget.current?.())
          }}
        >
          {(props) => (
            <Button {...props} size="sm" variant="default">
              {t('file.take')}
            </Button>
          )}
        </FileButton>
      </Group>
      <div role="status">
        {outcome ? (
          <>
            <Text mt="sm">{importWords(t, outcome)}</Text>
            {outcome.failed.length > 0 ? (
              <List size="sm" mt={4}>
                {outcome.failed.map((failure, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a finished list that never changes
                  <List.Item key={index}>
                    {thingLabel(failure.words)}: {sentenceOf(failure.reason, 'bad-input')}
                  </List.Item>
                ))}
              </List>
            ) : null}
          </>
        ) : null}
      </div>
    </>
  )
}

function importWords(t: TFunction<'status'>, { imported, skipped, failed }: ImportView): string {
  const parts = [
    imported > 0 ? t('file.imported', { count: imported }) : t('file.nothing'),
    skipped > 0 ? t('file.skipped', { count: skipped }) : null,
    failed.length > 0 ? t('file.failed', { count: failed.length }) : null,
  ]
  return parts.filter((part) => part !== null).join(' ')
}
