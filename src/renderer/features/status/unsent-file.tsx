import { Button, FileButton, Group, List, Text } from '@mantine/core'
import { useRef, useState } from 'react'
import type { ImportView } from '../../../shared/contract/views.ts'
import { exportUnsent, importUnsent } from '../../data/actions.ts'
import { countOf } from '../../ui/format.ts'
import { showProblem } from '../../ui/notify.ts'
import { saveFile } from '../../ui/save-file.ts'

/** For a device that may not last until it is online again: what waits, carried to another one as a file. */
export function UnsentFile({ nothingWaits }: { nothingWaits: boolean }) {
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
            save().catch((error: unknown) => showProblem('Could not write the file', error))
          }}
        >
          Save what waits to a file
        </Button>
        <FileButton
          accept=".json,application/json"
          resetRef={forget}
          inputProps={{ 'aria-label': 'File of unsent work' }}
          onChange={(file) => {
            if (!file) return
            setOutcome(null)
            read(file)
              .catch((error: unknown) => showProblem('Could not take that file in', error))
              // The same file may be chosen again.
              .finally(() => forget.current?.())
          }}
        >
          {(props) => (
            <Button {...props} size="sm" variant="default">
              Take in a file from another device
            </Button>
          )}
        </FileButton>
      </Group>
      <div role="status">
        {outcome ? (
          <>
            <Text mt="sm">{importWords(outcome)}</Text>
            {outcome.failed.length > 0 ? (
              <List size="sm" mt={4}>
                {outcome.failed.map((failure, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a finished list that never changes
                  <List.Item key={index}>
                    {failure.label}: {failure.reason}
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

function importWords({ imported, skipped, failed }: ImportView): string {
  const parts = [
    imported > 0
      ? `${countOf(imported, 'change')} taken in. They are sent from this device now.`
      : 'Nothing new in this file.',
    skipped > 0 ? `${countOf(skipped, 'change was', 'changes were')} here already.` : null,
    failed.length > 0
      ? `${countOf(failed.length, 'change')} could not be taken in and stay in the file:`
      : null,
  ]
  return parts.filter((part) => part !== null).join(' ')
}
