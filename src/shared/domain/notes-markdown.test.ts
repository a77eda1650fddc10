import { expect, it } from 'vitest'
import { placeOf, withPlace } from './note-place.ts'
import { type ExportedNote, notesMarkdown } from './notes-markdown.ts'

const words = {
  title: 'Notes',
  bookmark: 'Bookmark',
  when: (_: number, second: number | null) => (second === null ? '3 March' : `3 March, at ${second} s`),
}
const note = (change: Partial<ExportedNote>): ExportedNote => ({
  courseTitle: 'Git',
  lessonTitle: 'Tracking\nChanges',
  content: 'A thought',
  videoSecond: null,
  createdAtMs: 0,
  ...change,
})

it('writes each course and lesson once, and what was written as it was written', () => {
  const passage = placeOf('passage', 'x', 'the *staging* area', 'y')
  expect(
    notesMarkdown(
      [
        note({}),
        note({ content: withPlace(passage, '- like\n- a bag'), videoSecond: 12 }),
        note({ content: withPlace(placeOf('bookmark', '', '', ''), ''), lessonTitle: 'History' }),
        note({ courseTitle: 'Shell', lessonTitle: 'History' }),
      ],
      words,
    ),
  ).toBe(
    [
      '# Notes',
      '## Git',
      '### Tracking Changes',
      '*3 March*',
      'A thought',
      '*3 March, at 12 s*',
      '> the \\*staging\\* area',
      '- like\n- a bag',
      '### History',
      '*Bookmark · 3 March*',
      '## Shell',
      '### History',
      '*3 March*',
      'A thought\n',
    ].join('\n\n'),
  )
})

it('a file of no notes says what it is', () => {
  expect(notesMarkdown([], words)).toBe('# Notes\n')
})
