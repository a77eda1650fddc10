import { Button, Group, Modal, Text } from '@mantine/core'
import { countOf } from '../../ui/format.ts'
import classes from './quiz.module.css'

interface HandInDialogProps {
  opened: boolean
  /** What handing in is called: "Hand in" or "Finish". */
  verb: string
  questionCount: number
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
  verb,
  questionCount,
  unanswered,
  flagged,
  busy,
  trouble,
  onGo,
  onClose,
  onHandIn,
}: HandInDialogProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={`${verb} this quiz?`}
      closeButtonProps={{ 'aria-label': 'Keep working' }}
    >
      {unanswered.length === 0 ? (
        <Text>All {countOf(questionCount, 'question')} are answered.</Text>
      ) : (
        <OpenQuestions
          words={`${countOf(unanswered.length, 'question is', 'questions are')} not answered:`}
          places={unanswered}
          onGo={onGo}
        />
      )}
      {flagged.length > 0 && <OpenQuestions words="You flagged for later:" places={flagged} onGo={onGo} />}
      <Text size="sm" c="dimmed" mt="sm">
        Afterwards the answers can no longer be changed.
      </Text>
      {trouble && (
        <Text size="sm" mt="sm" role="alert">
          {trouble}
        </Text>
      )}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose}>
          Keep working
        </Button>
        <Button onClick={onHandIn} loading={busy} data-autofocus>
          {verb}
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
  return (
    <div className={classes.open}>
      <span>{words}</span>
      {places.map((place) => (
        <Button key={place} size="compact-sm" variant="light" onClick={() => onGo(place)}>
          <span className={classes.hidden}>Go to question </span>
          {place}
        </Button>
      ))}
    </div>
  )
}
