import type { MutationArgs, MutationName } from '../../shared/contract/mutations.ts'
import type { UnwrittenNote, UnwrittenTexts } from './unwritten.ts'

interface RescueDoors {
  mutate<N extends MutationName>(name: N, args: MutationArgs<N>): Promise<unknown>
  /** Texts of the person's notes on the device, by id. */
  notes(): Promise<ReadonlyMap<string, string>>
}

/**
 * Writes down what this person had typed when window and engine died. What the device refuses stays kept, and is offered
 * to it again at the next start.
 */
export async function rescueUnwritten(
  texts: UnwrittenTexts,
  personId: string,
  doors: RescueDoors,
): Promise<void> {
  const kept = texts.ofEarlierLives(personId)
  if (kept.length === 0) return
  const notes = new Map(await doors.notes())
  for (const one of kept) {
    try {
      if (one.text.kind === 'note') {
        await writeNote(one.text, notes.get(one.text.noteId), doors)
        notes.set(one.text.noteId, one.text.text)
      } else {
        const { kind: _kind, ...args } = one.text
        await doors.mutate('quiz.answer', args)
      }
      texts.takeOut(one)
    } catch (error) {
      console.warn(error) // it stays kept
    }
  }
}

/** The edit starts from the text that is there, if this is one the person had begun from: else the device merges. */
async function writeNote(
  { noteId, lessonId, videoSecond, bases, text }: UnwrittenNote,
  stored: string | undefined,
  { mutate }: RescueDoors,
): Promise<void> {
  if (stored === text) return
  if (stored === undefined) {
    if (text.trim() !== '') await mutate('notes.create', { noteId, lessonId, content: text, videoSecond })
    return
  }
  const baseContent = bases.includes(stored) ? stored : (bases[0] ?? '')
  await mutate('notes.edit', { noteId, baseContent, content: text })
}
