import { Button } from '@mantine/core'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { createId } from '../../../shared/domain/ids.ts'
import type { NotePlace } from '../../../shared/domain/note-place.ts'
import { useNotes } from '../../data/hooks.ts'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { formatMoment } from '../../ui/format.ts'
import { useDeletedNotes } from './deleted-notes.ts'
import { DeletedNote, NoteEditor } from './note-editor.tsx'
import classes from './notes.module.css'

interface NotesPanelProps {
  lessonId: string
  /** The video beside, where the lesson has one. */
  video: { currentSecond(): number; seek(second: number): void } | null
  /** The text beside. `goTo`: whether the place is still in it. */
  text: { goTo(place: NotePlace): boolean } | null
  /** The note just made on a passage: begins with the caret in it. */
  freshId: string | null
}

/** The notes of one lesson, with an empty one ready to be written. Mount one per lesson (`key`). */
export function NotesPanel({ lessonId, video, text, freshId }: NotesPanelProps) {
  const { t } = useTranslation('notes')
  const { data: notes, error, refetch } = useNotes({ lessonId })
  const deleted = useDeletedNotes((state) => state.notes)
  const [newId, setNewId] = useState(createId)
  const [lost, setLost] = useState<NotePlace | null>(null)
  if (error) return <ErrorPanel error={error} onRetry={() => void refetch()} />

  const stored = notes ?? []
  const written = stored.find((note) => note.id === newId) ?? null
  // The one being written keeps its place at the top, and its key, while it becomes a stored note.
  const shown = [
    { id: newId, note: written },
    ...stored.filter((note) => note.id !== newId).map((note) => ({ id: note.id, note })),
  ]
  return (
    <section className={classes.panel} aria-labelledby="notes-panel-title">
      <div className={classes.panelHead}>
        <h2 id="notes-panel-title">{t('title')}</h2>
        {written !== null && (
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<Plus size={15} aria-hidden />}
            onClick={() => setNewId(createId())}
          >
            {t('another')}
          </Button>
        )}
      </div>
      <p role="status" className={classes.lost}>
        {lost && t('lost')}
      </p>
      {shown.map(({ id, note }) => {
        const gone = deleted.get(id)
        if (gone === 'waiting') return <DeletedNote key={id} noteId={id} />
        if (gone === 'deleted') return null
        return (
          <NoteEditor
            key={id}
            noteId={id}
            lessonId={lessonId}
            note={note}
            label={
              id === newId || !note ? t('new') : t('labelOfTime', { time: formatMoment(note.createdAtMs) })
            }
            {...(id === newId ? { placeholder: t('placeholder') } : {})}
            autoFocus={id === freshId}
            videoSecond={() => video?.currentSecond() ?? null}
            {...(video ? { onSeek: video.seek } : {})}
            {...(text ? { onGoTo: (place) => setLost(text.goTo(place) ? null : place) } : {})}
          />
        )
      })}
    </section>
  )
}
