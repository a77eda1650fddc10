import { Button, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useSearch } from '@tanstack/react-router'
import { Download, NotebookPen, Search, SearchX } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { NoteView } from '../../../shared/contract/views.ts'
import { splitNote } from '../../../shared/domain/note-place.ts'
import { useNotes } from '../../data/hooks.ts'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { formatClock, formatDay } from '../../ui/format.ts'
import { sentenceOf } from '../../ui/language/error-words.ts'
import { ButtonLink, TextLink } from '../../ui/links.tsx'
import { preloadMarkdown } from '../../ui/markdown.tsx'
import { usePlace } from '../../ui/place.ts'
import { StatePanel } from '../../ui/state-panel.tsx'
import { useDeletedNotes } from './deleted-notes.ts'
import { exportNotes } from './export-notes.ts'
import { DeletedNote, NoteEditor } from './note-editor.tsx'
import classes from './notes.module.css'
import { notesByCourse } from './notes-by-course.ts'

preloadMarkdown()

/** So many notes are drawn at first: Markdown of thousands at once would be slow. */
const pageSize = 40

/** All notes by course and date, searchable, each a link back to its place. */
export function NotesScreen() {
  const { t } = useTranslation('notes')
  usePlace([{ label: t('title') }])
  const [words, setWords] = useState('')
  const [search] = useDebouncedValue(words.trim().slice(0, 200), 150)
  const [limit, setLimit] = useState(pageSize)
  const { note: wantedId } = useSearch({ from: '/notes' })
  // A note somebody is editing stays, even when its new words are not those searched for.
  const [edited, setEdited] = useState<NoteView | null>(null)
  const { data: found, error, refetch } = useNotes(search === '' ? {} : { search })
  const deleted = useDeletedNotes((state) => state.notes)
  if (error) return <ErrorPanel error={error} onRetry={() => void refetch()} />
  if (found === undefined) return null

  const isFound = found.some((note) => note.id === edited?.id)
  const notes = (edited === null || isFound ? found : [...found, edited]).filter(
    (note) => deleted.get(note.id) !== 'deleted',
  )
  const shown = Math.max(limit, notes.findIndex((note) => note.id === wantedId) + 1)
  if (notes.length === 0 && search === '') {
    return (
      <StatePanel
        icon={NotebookPen}
        title={t('none.title')}
        order={1}
        action={<ButtonLink to="/">{t('none.action')}</ButtonLink>}
      >
        {t('none.body')}
      </StatePanel>
    )
  }

  return (
    <div className={classes.screen}>
      <header className={classes.screenHead}>
        <h1>{t('title')}</h1>
        <Button
          variant="default"
          leftSection={<Download size={16} aria-hidden />}
          disabled={notes.length === 0}
          onClick={() => exportNotes(notesByCourse(notes).flatMap((course) => course.notes))}
          className={classes.export}
        >
          {t('export.action')}
        </Button>
        <TextInput
          type="search"
          aria-label={t('search')}
          placeholder={t('search')}
          leftSection={<Search size={16} aria-hidden />}
          value={words}
          onChange={(event) => {
            setWords(event.currentTarget.value)
            setLimit(pageSize)
            setEdited(null)
          }}
          className={classes.search}
        />
      </header>
      <p className={classes.quiet} role="status">
        {search === '' ? t('count', { count: notes.length }) : t('found', { count: notes.length })}
      </p>
      {notes.length === 0 ? (
        <StatePanel
          icon={SearchX}
          title={t('noneFound.title')}
          action={
            <Button variant="default" onClick={() => setWords('')}>
              {t('noneFound.action')}
            </Button>
          }
        />
      ) : (
        notesByCourse(notes.slice(0, shown)).map((course) => (
          <section
            key={course.courseId}
            aria-labelledby={`notes-${course.courseId}`}
            className={classes.course}
          >
            <h2 id={`notes-${course.courseId}`}>{sentenceOf(course.courseTitle)}</h2>
            {course.notes.map((note) =>
              deleted.get(note.id) === 'waiting' ? (
                <DeletedNote key={note.id} noteId={note.id} />
              ) : (
                <NoteEditor
                  key={note.id}
                  noteId={note.id}
                  lessonId={note.lessonId}
                  note={note}
                  label={t('labelInLesson', { lesson: sentenceOf(note.lessonTitle) })}
                  asText
                  onEditing={() => setEdited(note)}
                  heading={<NoteHeading note={note} wanted={note.id === wantedId} />}
                />
              ),
            )}
          </section>
        ))
      )}
      {notes.length > shown && (
        <Button variant="default" onClick={() => setLimit(shown + pageSize)}>
          {t('more')}
        </Button>
      )}
    </div>
  )
}

/** Where in the lesson the note leads: its passage, or its second of the video. */
function placeInLesson(note: NoteView): { note?: string; second?: number } {
  if (splitNote(note.content).place?.quote) return { note: note.id }
  return note.videoSecond === null ? {} : { second: note.videoSecond }
}

/** @param wanted somebody came for this note. */
function NoteHeading({ note, wanted }: { note: NoteView; wanted: boolean }) {
  const { t } = useTranslation('notes')
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (!wanted) return
    heading.current?.scrollIntoView({ block: 'center' })
    heading.current?.focus({ preventScroll: true })
  }, [wanted])
  const where =
    note.videoSecond === null
      ? sentenceOf(note.lessonTitle)
      : t('lessonAtSecond', {
          lesson: sentenceOf(note.lessonTitle),
          time: formatClock(note.videoSecond),
        })
  return (
    <div className={classes.noteHead}>
      <h3 ref={heading} className={classes.noteHeading} tabIndex={-1}>
        {note.lessonGone ? (
          <bdi>{where}</bdi>
        ) : (
          <TextLink
            to="/learn/$courseId/$lessonId"
            params={{ courseId: note.courseId, lessonId: note.lessonId }}
            search={placeInLesson(note)}
          >
            {where}
          </TextLink>
        )}
      </h3>
      <span className={classes.quiet}>{formatDay(note.createdAtMs)}</span>
      {note.lessonGone ? <p className={classes.gone}>{t('lessonGone')}</p> : null}
    </div>
  )
}
