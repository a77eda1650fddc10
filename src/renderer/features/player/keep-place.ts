import { createId } from '../../../shared/domain/ids.ts'
import { type NotePlace, withPlace } from '../../../shared/domain/note-place.ts'
import { mutate } from '../../data/mutate.ts'

/** Keeps a place of the lesson as a note nobody has written on yet. @returns the note's id, once it is on the device. */
export async function keepPlace(
  lessonId: string,
  place: NotePlace,
  videoSecond: number | null,
): Promise<string> {
  const noteId = createId()
  await mutate('notes.create', { noteId, lessonId, content: withPlace(place, ''), videoSecond })
  return noteId
}
