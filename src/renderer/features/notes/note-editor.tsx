import { ActionIcon, Textarea, Tooltip, UnstyledButton } from '@mantine/core'
import { Clock, Eye, PencilLine, Trash2 } from 'lucide-react'
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react'
import { maxNoteLength } from '../../../shared/contract/mutations.ts'
import type { NoteView } from '../../../shared/contract/views.ts'
import { resolveMedia } from '../../data/media.ts'
import { formatClock, formatMoment } from '../../ui/format.ts'
import { Markdown } from '../../ui/markdown.tsx'
import { useDeletedNotes } from './deleted-notes.ts'
import type { NoteDraftView } from './note-draft.ts'
import classes from './notes.module.css'
import { useNoteDraft } from './use-note-draft.ts'

const place = { resolveMedia }

interface NoteEditorProps {
  noteId: string
  lessonId: string
  /** Null until the note is on the device. */
  note: NoteView | null
  /** Name for assistive technology. */
  label: string
  placeholder?: string
  /** Second the lesson's video is at, for a new note. */
  videoSecond?: () => number | null
  /** Takes the video beside to a note's second. */
  onSeek?: (second: number) => void
  /** Begin with the note as read, not as written. */
  asText?: boolean
  /** Where the note was taken, shown above it. */
  heading?: ReactNode
  onEditing?: () => void
}

/** One note: its text, where it is, and what can be done with it. Nothing to save. Mount one per note (`key`). */
export function NoteEditor({
  noteId,
  lessonId,
  note,
  label,
  placeholder,
  videoSecond = () => null,
  onSeek,
  asText = false,
  heading,
  onEditing,
}: NoteEditorProps) {
  const textarea = useRef<HTMLTextAreaElement>(null)
  const [draft, view] = useNoteDraft({ noteId, lessonId, note, videoSecond, textarea })
  const [reading, setReading] = useState(asText)
  const focusWanted = useRef(false)
  const remove = useDeletedNotes((state) => state.remove)
  useLayoutEffect(() => {
    if (reading || !focusWanted.current) return
    focusWanted.current = false
    const { current: element } = textarea
    element?.focus()
    element?.setSelectionRange(element.value.length, element.value.length)
  }, [reading])

  const second = note?.videoSecond ?? null
  return (
    <div className={classes.note}>
      {heading}
      {reading ? (
        <div className={classes.text}>
          {view.text.trim() === '' ? (
            <p className={classes.quiet}>This note is empty.</p>
          ) : (
            <Markdown source={view.text} place={place} face="interface" topLevel={4} />
          )}
        </div>
      ) : (
        <Textarea
          ref={textarea}
          aria-label={label}
          {...(placeholder ? { placeholder } : {})}
          autosize
          minRows={3}
          maxRows={18}
          maxLength={maxNoteLength}
          value={view.text}
          onChange={(event) => draft.type(event.currentTarget.value)}
          onFocus={() => onEditing?.()}
          onBlur={() => draft.flush()}
          classNames={{ input: classes.input }}
        />
      )}
      <div className={classes.foot}>
        {second !== null && onSeek && (
          <UnstyledButton
            className={classes.second}
            onClick={() => onSeek(second)}
            aria-label={`Go to ${formatClock(second)} in the video`}
          >
            <Clock size={13} aria-hidden /> {formatClock(second)}
          </UnstyledButton>
        )}
        <span className={classes.where} role="status">
          {whereItIs(view, note)}
        </span>
        {view.exists && (
          <span className={classes.actions}>
            <NoteAction
              label={reading ? 'Edit note' : 'Preview note'}
              onClick={() => {
                draft.flush()
                focusWanted.current = reading
                setReading(!reading)
              }}
            >
              {reading ? <PencilLine size={15} aria-hidden /> : <Eye size={15} aria-hidden />}
            </NoteAction>
            <NoteAction
              label="Delete note"
              onClick={() => {
                draft.flush()
                remove(noteId, view.text)
              }}
            >
              <Trash2 size={15} aria-hidden />
            </NoteAction>
          </span>
        )}
      </div>
    </div>
  )
}

/** In the place of a note that was just deleted. */
export function DeletedNote({ noteId }: { noteId: string }) {
  const takeBack = useDeletedNotes((state) => state.takeBack)
  return (
    <div className={classes.deleted} role="status">
      <span>Note deleted.</span>
      <UnstyledButton className={classes.undo} onClick={() => takeBack(noteId)}>
        Undo
      </UnstyledButton>
    </div>
  )
}

function NoteAction({ label, onClick, children }: { label: string; onClick(): void; children: ReactNode }) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" size={28} aria-label={label} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tooltip>
  )
}

function whereItIs(view: NoteDraftView, note: NoteView | null): string {
  if (view.state === 'failed') return 'Not written down yet. BrainiX tries again; keep this window open.'
  if (!view.exists || view.state === 'writing') return ''
  const where = note?.delivery === 'received' ? 'Received' : 'On this device'
  return note ? `${where} · ${formatMoment(note.updatedAtMs)}` : where
}
