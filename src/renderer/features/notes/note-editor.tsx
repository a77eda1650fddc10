import { ActionIcon, Textarea, Tooltip, UnstyledButton } from '@mantine/core'
import { Bookmark, Clock, Eye, PencilLine, Trash2 } from 'lucide-react'
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { maxNoteLength } from '../../../shared/contract/mutations.ts'
import type { NoteView } from '../../../shared/contract/views.ts'
import { type NotePlace, splitNote, withPlace } from '../../../shared/domain/note-place.ts'
import { resolveMedia } from '../../data/media.ts'
import { formatClock, formatMoment } from '../../ui/format.ts'
import { t } from '../../ui/language/texts.ts'
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
  /** Takes the text beside to a note's passage. */
  onGoTo?: (place: NotePlace) => void
  /** Begin with the note as read, not as written. */
  asText?: boolean
  /** Begin with the caret in it. */
  autoFocus?: boolean
  /** Where the note was taken, shown above it. */
  heading?: ReactNode
  onEditing?: () => void
}

/** One note: its passage, its text, where it is, and what can be done with it. Nothing to save. Mount one per note (`key`). */
export function NoteEditor({
  noteId,
  lessonId,
  note,
  label,
  placeholder,
  videoSecond = () => null,
  onSeek,
  onGoTo,
  asText = false,
  autoFocus = false,
  heading,
  onEditing,
}: NoteEditorProps) {
  const { t } = useTranslation('notes')
  const textarea = useRef<HTMLTextAreaElement>(null)
  const [draft, view] = useNoteDraft({ noteId, lessonId, note, videoSecond, textarea })
  const [reading, setReading] = useState(asText)
  const focusWanted = useRef(autoFocus)
  const remove = useDeletedNotes((state) => state.remove)
  useLayoutEffect(() => {
    if (reading || !focusWanted.current) return
    focusWanted.current = false
    const { current: element } = textarea
    element?.focus()
    element?.setSelectionRange(element.value.length, element.value.length)
  }, [reading])

  const second = note?.videoSecond ?? null
  const { place: anchor, body } = splitNote(view.text)
  return (
    <div className={classes.note}>
      {heading}
      {anchor && <NoteAnchor anchor={anchor} onGoTo={onGoTo} />}
      {reading ? (
        body.trim() === '' ? (
          !anchor && <p className={classes.quiet}>{t('empty')}</p>
        ) : (
          <div className={classes.text} dir="auto">
            <Markdown source={body} place={place} face="interface" topLevel={4} />
          </div>
        )
      ) : (
        <Textarea
          ref={textarea}
          aria-label={label}
          {...(placeholder ? { placeholder } : {})}
          autosize
          minRows={anchor ? 1 : 3}
          maxRows={18}
          maxLength={maxNoteLength - 10_000}
          dir="auto"
          value={body}
          onChange={(event) => draft.type(withPlace(anchor, event.currentTarget.value))}
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
            aria-label={t('goToSecond', { time: formatClock(second) })}
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
              label={reading ? t('edit') : t('preview')}
              onClick={() => {
                draft.flush()
                focusWanted.current = reading
                setReading(!reading)
              }}
            >
              {reading ? <PencilLine size={15} aria-hidden /> : <Eye size={15} aria-hidden />}
            </NoteAction>
            <NoteAction
              label={t('delete')}
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

/** The marked passage, or the bookmark; a way to it where its lesson is beside. */
function NoteAnchor({
  anchor,
  onGoTo,
}: {
  anchor: NotePlace
  onGoTo: ((place: NotePlace) => void) | undefined
}) {
  const { t } = useTranslation('notes')
  const isBookmark = anchor.kind === 'bookmark'
  const words = (
    <>
      {isBookmark && <Bookmark size={14} aria-hidden className={classes.mark} />}
      <span dir="auto">{anchor.quote === '' ? t('bookmark') : anchor.quote}</span>
    </>
  )
  if (!onGoTo || anchor.quote === '') {
    return (
      <p className={classes.anchor} data-kind={anchor.kind}>
        {words}
      </p>
    )
  }
  return (
    <UnstyledButton
      className={classes.anchor}
      data-kind={anchor.kind}
      aria-label={
        isBookmark ? t('goToBookmark', { words: anchor.quote }) : t('goToPassage', { words: anchor.quote })
      }
      onClick={() => onGoTo(anchor)}
    >
      {words}
    </UnstyledButton>
  )
}

/** In the place of a note that was just deleted. */
export function DeletedNote({ noteId }: { noteId: string }) {
  const { t } = useTranslation('notes')
  const takeBack = useDeletedNotes((state) => state.takeBack)
  return (
    <div className={classes.deleted} role="status">
      <span>{t('deleted')}</span>
      <UnstyledButton className={classes.undo} onClick={() => takeBack(noteId)}>
        {t('undo')}
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
  if (view.state === 'failed') return t('notes:notWritten')
  if (!view.exists || view.state === 'writing') return ''
  if (!note) return t('notes:onDevice')
  const time = formatMoment(note.updatedAtMs)
  return note.delivery === 'received' ? t('notes:receivedAt', { time }) : t('notes:onDeviceAt', { time })
}
