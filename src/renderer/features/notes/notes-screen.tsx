import { Button, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { NotebookPen, Search, SearchX } from 'lucide-react'
import { useState } from 'react'
import type { NoteView } from '../../../shared/contract/views.ts'
import { useNotes } from '../../data/hooks.ts'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { countOf, formatClock, formatDay } from '../../ui/format.ts'
import { ButtonLink, TextLink } from '../../ui/links.tsx'
import { preloadMarkdown } from '../../ui/markdown.tsx'
import { usePlace } from '../../ui/place.ts'
import { StatePanel } from '../../ui/state-panel.tsx'
import { useDeletedNotes } from './deleted-notes.ts'
import { DeletedNote, NoteEditor } from './note-editor.tsx'
import classes from './notes.module.css'
import { notesByCourse } from './notes-by-course.ts'

preloadMarkdown()

/** So many notes are drawn at first: Markdown of thousands at once would be slow. */
const pageSize = 40

/** All notes by course and date, searchable, each a link back to its place. */
export function NotesScreen() {
  usePlace([{ label: 'Notes' }])
  const [words, setWords] = useState('')
  const [search] = useDebouncedValue(words.trim().slice(0, 200), 150)
  const [limit, setLimit] = useState(pageSize)
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
  if (notes.length === 0 && search === '') {
    return (
      <StatePanel
        icon={NotebookPen}
        title="No notes yet"
        order={1}
        action={<ButtonLink to="/">Go to my learning</ButtonLink>}
      >
        Write one beside any lesson: open its notes panel and begin to type. All of them are kept here.
      </StatePanel>
    )
  }

  return (
    <div className={classes.screen}>
      <header className={classes.screenHead}>
        <h1>Notes</h1>
        <TextInput
          type="search"
          aria-label="Search notes"
          placeholder="Search notes"
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
        {search === '' ? countOf(notes.length, 'note') : `${countOf(notes.length, 'note')} found`}
      </p>
      {notes.length === 0 ? (
        <StatePanel
          icon={SearchX}
          title="No note has these words"
          action={
            <Button variant="default" onClick={() => setWords('')}>
              Show all notes
            </Button>
          }
        />
      ) : (
        notesByCourse(notes.slice(0, limit)).map((course) => (
          <section
            key={course.courseId}
            aria-labelledby={`notes-${course.courseId}`}
            className={classes.course}
          >
            <h2 id={`notes-${course.courseId}`}>{course.courseTitle}</h2>
            {course.notes.map((note) =>
              deleted.get(note.id) === 'waiting' ? (
                <DeletedNote key={note.id} noteId={note.id} />
              ) : (
                <NoteEditor
                  key={note.id}
                  noteId={note.id}
                  lessonId={note.lessonId}
                  note={note}
                  label={`Note in ${note.lessonTitle}`}
                  asText
                  onEditing={() => setEdited(note)}
                  heading={<NoteHeading note={note} />}
                />
              ),
            )}
          </section>
        ))
      )}
      {notes.length > limit && (
        <Button variant="default" onClick={() => setLimit(limit + pageSize)}>
          Show more notes
        </Button>
      )}
    </div>
  )
}

function NoteHeading({ note }: { note: NoteView }) {
  return (
    <h3 className={classes.noteHeading}>
      <TextLink
        to="/learn/$courseId/$lessonId"
        params={{ courseId: note.courseId, lessonId: note.lessonId }}
        search={note.videoSecond === null ? {} : { second: note.videoSecond }}
      >
        {note.lessonTitle}
        {note.videoSecond !== null && ` at ${formatClock(note.videoSecond)}`}
      </TextLink>
      <span className={classes.quiet}>{formatDay(note.createdAtMs)}</span>
    </h3>
  )
}
