import type { NoteView } from '../../../shared/contract/views.ts'
import { notesMarkdown } from '../../../shared/domain/notes-markdown.ts'
import { formatClock, formatDate } from '../../ui/format.ts'
import { t } from '../../ui/language/texts.ts'
import { saveFile } from '../../ui/save-file.ts'

/** Hands the person their notes as one Markdown file, in the order given. */
export function exportNotes(notes: readonly NoteView[]): void {
  const text = notesMarkdown(notes, {
    title: t('notes:title'),
    bookmark: t('notes:bookmark'),
    when: (createdAtMs, videoSecond) => {
      const date = formatDate(createdAtMs)
      return videoSecond === null
        ? date
        : t('notes:export.dateAtSecond', { date, time: formatClock(videoSecond) })
    },
  })
  saveFile(t('notes:export.fileName'), text, 'text/markdown')
}
