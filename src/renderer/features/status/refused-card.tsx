import { Button, Group, Modal, Text, Textarea, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { CircleAlert } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { maxNoteLength } from '../../../shared/contract/mutations.ts'
import type { RefusedItem } from '../../../shared/contract/sync-views.ts'
import { resend } from '../../data/actions.ts'
import { mutate } from '../../data/mutate.ts'
import { formatMoment } from '../../ui/format.ts'
import { sentenceOf } from '../../ui/language/error-words.ts'
import { showProblem } from '../../ui/notify.ts'
import { saveFile } from '../../ui/save-file.ts'
import classes from './attention.module.css'
import { copyOf } from './refused-copy.ts'
import { thingLabel } from './thing-label.ts'

/** Something the centre refused: why, and three ways out of it. */
export function RefusedCard({ item }: { item: RefusedItem }) {
  const { t } = useTranslation(['status', 'common'])
  const [fixing, fix] = useDisclosure(false)
  const [asking, question] = useDisclosure(false)
  const [text, setText] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const heading = `refused-${item.id}`

  const sendAgain = (changed: string | null) => {
    setBusy(true)
    resend(item.rejectionIds, changed)
      .catch((error: unknown) => showProblem(t('refused.againProblem'), error))
      .finally(() => setBusy(false))
  }
  return (
    <article className={classes.card} aria-labelledby={heading}>
      <CircleAlert size={20} color="var(--bx-warning)" aria-hidden />
      <div className={classes.body}>
        <Title order={3} size="h3" id={heading}>
          {thingLabel(item.words)}
        </Title>
        <Text lh={1.6} mt={2}>
          {sentenceOf(item.reason, item.code)}
        </Text>
        <Text size="sm" c="dimmed">
          {formatMoment(item.createdAtMs)}
          {item.mend === null ? <> · {t('refused.noResend')}</> : null}
        </Text>
        {fixing ? (
          <Textarea
            mt="sm"
            label={t('refused.text')}
            autosize
            minRows={3}
            maxRows={14}
            maxLength={Math.max(maxNoteLength, item.text?.length ?? 0)}
            data-autofocus
            autoFocus
            value={text ?? item.text ?? ''}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        ) : item.text ? (
          <Textarea
            mt="sm"
            aria-label={t('refused.wrote', { thing: thingLabel(item.words) })}
            readOnly
            variant="filled"
            autosize
            maxRows={8}
            value={item.text}
          />
        ) : null}
        <Group gap="xs" mt="sm">
          {fixing ? (
            <>
              <Button size="sm" disabled={busy} onClick={() => sendAgain(text)}>
                {t('refused.again')}
              </Button>
              <Button size="sm" variant="default" onClick={fix.close}>
                {t('common:action.cancel')}
              </Button>
            </>
          ) : (
            <>
              {item.mend === 'edit' ? (
                <Button size="sm" variant="light" onClick={fix.open}>
                  {t('refused.fix')}
                </Button>
              ) : item.mend === 'as-is' ? (
                <Button size="sm" variant="light" disabled={busy} onClick={() => sendAgain(null)}>
                  {t('refused.again')}
                </Button>
              ) : null}
              <Button
                size="sm"
                variant="default"
                onClick={() => {
                  const copy = copyOf(item)
                  saveFile(copy.fileName, copy.text, copy.type)
                }}
              >
                {t('common:action.saveCopy')}
              </Button>
              <Button size="sm" variant="subtle" color="gray" onClick={question.open}>
                {t('refused.discard')}
              </Button>
            </>
          )}
        </Group>
      </div>
      <Modal
        opened={asking}
        onClose={question.close}
        title={t('refused.discardTitle')}
        closeButtonProps={{ 'aria-label': t('common:action.close') }}
      >
        <Text lh={1.6}>{t('refused.discardBody', { thing: thingLabel(item.words) })}</Text>
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={question.close} data-autofocus>
            {t('conflict.keep')}
          </Button>
          <Button
            color="red"
            onClick={() => {
              question.close()
              discard(item).catch((error: unknown) => showProblem(t('refused.discardProblem'), error))
            }}
          >
            {t('refused.discard')}
          </Button>
        </Group>
      </Modal>
    </article>
  )
}

async function discard(item: RefusedItem): Promise<void> {
  for (const rejectionId of item.rejectionIds)
    await mutate('attention.resolveRejection', { rejectionId, outcome: 'discarded' })
}
