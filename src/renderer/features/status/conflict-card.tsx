import { Button, Group, Text, Textarea, Title } from '@mantine/core'
import { GitCompareArrows } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { maxNoteLength } from '../../../shared/contract/mutations.ts'
import type { ConflictItem } from '../../../shared/contract/sync-views.ts'
import { hasMarks } from '../../../shared/domain/resolve-marks.ts'
import { mutate } from '../../data/mutate.ts'
import { formatMoment } from '../../ui/format.ts'
import { showProblem } from '../../ui/notify.ts'
import classes from './attention.module.css'
import { chosenText, isDeletion } from './conflict-choice.ts'
import { thingLabel } from './thing-label.ts'

/** Two texts of the same thing, as two pages side by side: take one, or write the one that shall be. */
export function ConflictCard({ item }: { item: ConflictItem }) {
  const { t } = useTranslation('status')
  const [text, setText] = useState<string | null>(null)
  const heading = `conflict-${item.id}`
  const merged = text ?? item.current ?? item.mine

  const settle = (content: string | null) => {
    mutate('conflicts.resolve', {
      conflictId: item.id,
      baseContent: item.current ?? '',
      content: content === item.current ? null : content,
    }).catch((error: unknown) => showProblem(t('conflict.problem'), error))
  }
  return (
    <article className={classes.card} aria-labelledby={heading}>
      <GitCompareArrows size={20} color="var(--bx-warning)" aria-hidden />
      <div className={classes.body}>
        <Title order={3} size="h3" id={heading}>
          {thingLabel(item.words)}
        </Title>
        <Text lh={1.6} mt={2}>
          {isDeletion(item) ? t('conflict.deletion') : t('conflict.both')}
        </Text>
        <Text size="sm" c="dimmed">
          {formatMoment(item.createdAtMs)}
        </Text>
        {item.isEditable ? (
          <>
            <div className={classes.pages}>
              <Version
                title={t('conflict.first')}
                text={item.theirs}
                onTake={() => settle(chosenText(item, 'theirs'))}
              />
              <Version
                title={t('conflict.later')}
                text={item.mine}
                onTake={() => settle(chosenText(item, 'mine'))}
              />
            </div>
            {item.base !== null && item.base !== '' ? (
              <details className={classes.base}>
                <summary>{t('conflict.base')}</summary>
                <Page label={t('conflict.base')} text={item.base} />
              </details>
            ) : null}
            <Textarea
              mt="sm"
              label={t('conflict.merge')}
              autosize
              minRows={3}
              maxRows={14}
              maxLength={maxNoteLength}
              value={merged}
              onChange={(event) => setText(event.currentTarget.value)}
            />
            <Group gap="xs" mt="sm">
              <Button size="sm" variant="light" onClick={() => settle(merged)}>
                {t('conflict.use')}
              </Button>
              {hasMarks(merged) ? (
                <Text size="sm" c="dimmed">
                  {t('conflict.marked')}
                </Text>
              ) : null}
            </Group>
          </>
        ) : isDeletion(item) && item.current !== null ? (
          <Deletion item={item} current={item.current} onKeep={() => settle(null)} />
        ) : (
          <>
            <div className={classes.pages}>
              <Version title={t('conflict.first')} text={item.theirs} />
              <Version title={t('conflict.later')} text={item.mine} />
            </div>
            <Group mt="sm">
              <Button size="sm" variant="light" onClick={() => settle(null)}>
                {t('conflict.leave')}
              </Button>
            </Group>
          </>
        )}
      </div>
    </article>
  )
}

function Version({ title, text, onTake }: { title: string; text: string; onTake?: () => void }) {
  const { t } = useTranslation('status')
  return (
    <section className={classes.version} aria-label={title}>
      <Page label={title} text={text} />
      {onTake ? (
        <Button
          size="sm"
          variant="default"
          onClick={onTake}
          aria-label={t('conflict.takeNamed', { version: title })}
        >
          {t('conflict.take')}
        </Button>
      ) : null}
    </section>
  )
}

/** A text to read, of any length: reached and scrolled with the keyboard. */
function Page({ label, text }: { label: string; text: string }) {
  const { t } = useTranslation('status')
  return (
    <Textarea
      label={label}
      readOnly
      variant="filled"
      autosize
      minRows={2}
      maxRows={12}
      placeholder={t('conflict.empty')}
      value={text}
      className={classes.page}
    />
  )
}

function Deletion({ item, current, onKeep }: { item: ConflictItem; current: string; onKeep: () => void }) {
  const { t } = useTranslation('status')
  const remove = async () => {
    await mutate('notes.delete', { noteId: item.rowId, baseContent: current })
    await mutate('conflicts.resolve', { conflictId: item.id, baseContent: current, content: null })
  }
  return (
    <>
      <Page label={t('conflict.now')} text={current} />
      <Group gap="xs" mt="sm">
        <Button size="sm" variant="light" onClick={onKeep}>
          {t('conflict.keep')}
        </Button>
        <Button
          size="sm"
          variant="default"
          onClick={() => {
            remove().catch((error: unknown) => showProblem(t('conflict.deleteProblem'), error))
          }}
        >
          {t('conflict.delete')}
        </Button>
      </Group>
    </>
  )
}
