import { Button, Group, Modal, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import classes from './quiz.module.css'

interface HandInDialogProps {
  opened: boolean
  /** A practice quiz is finished, any other handed in. */
  practice: boolean
  /** Places of questions without an answer, and of those put aside, from 1. */
  unanswered: number[]
  flagged: number[]
  busy: boolean
  trouble: string | null
  onGo(place: number): void
  onClose(): void
  onHandIn(): void
}

/** Asks before an attempt is handed in, and says what is still open. */
export function HandInDialog({
  opened,
  practice,
  unanswered,
  flagged,
  busy,
  trouble,
  onGo,
  onClose,
  onHandIn,
}: HandInDialogProps) {
  const { t } = useTranslation('quiz')
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={practice ? t('handIn.titleFinish') : t('handIn.title')}
      closeButtonProps={{ 'aria-label': t('handIn.back') }}
    >
      {unanswered.length === 0 ? (
        <Text>{t('handIn.all')}</Text>
      ) : (
        <OpenQuestions
          words={t('handIn.open', { count: unanswered.length })}
          places={unanswered}
          onGo={onGo}
        />
      )}
      {flagged.length > 0 && <OpenQuestions words={t('handIn.flagged')} places={flagged} onGo={onGo} />}
      <Text size="sm" c="dimmed" mt="sm">
        {t('handIn.final')}
      </Text>
      {trouble && (
        <Text size="sm" mt="sm" role="alert">
          {trouble}
        </Text>
      )}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose}>
          {t('handIn.back')}
        </Button>
        <Button onClick={onHandIn} loading={busy} data-autofocus>
          {practice ? t('take.finish') : t('take.handIn')}
        </Button>
      </Group>
    </Modal>
  )
}

function OpenQuestions({
  words,
  places,
  onGo,
}: {
  words: string
  places: number[]
  onGo(place: number): void
}) {
  const { t } = useTranslation('quiz')
  return (
    <div className={classes.open}>
      <span>{words}</span>
      {places.map((place) => (
        <Button
          key={place}
          size="compact-sm"
          variant="light"
          aria-label={t('handIn.goTo', { number: place })}
          onClick={() => onGo(place)}
        >
          {place}
        </Button>
      ))}
    </div>
  )
}
