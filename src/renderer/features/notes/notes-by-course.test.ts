import { expect, it } from 'vitest'
import type { NoteView } from '../../../shared/contract/views.ts'
import { notesByCourse } from './notes-by-course.ts'

function note(id: string, courseId: string, createdAtMs: number): NoteView {
  return {
    id,
    lessonId: 'lesson',
    lessonTitle: 'Lesson',
    lessonGone: false,
    courseId,
    courseTitle: `Course ${courseId}`,
    content: '',
    videoSecond: null,
    createdAtMs,
    updatedAtMs: createdAtMs,
    delivery: 'received',
  }
}

it('puts the course with the newest note first, and newest first within each', () => {
  const groups = notesByCourse([note('1', 'git', 10), note('2', 'water', 20), note('3', 'git', 30)])
  expect(groups.map(({ courseId, notes }) => [courseId, notes.map(({ id }) => id)])).toEqual([
    ['git', ['3', '1']],
    ['water', ['2']],
  ])
})

it('keeps its order while a note is edited: the date it was made counts', () => {
  const edited = { ...note('1', 'git', 10), updatedAtMs: 99 }
  expect(notesByCourse([edited, note('2', 'git', 20)])[0]?.notes.map(({ id }) => id)).toEqual(['2', '1'])
})
