import { useEffect, useState, useSyncExternalStore } from 'react'
import type { AttemptView } from '../../../shared/contract/quiz-views.ts'
import { mutate } from '../../data/mutate.ts'
import { unwrittenTexts } from '../../data/typed-here.ts'
import { AnswerSheet, type AnswerSheetView } from './answer-sheet.ts'

/** The answers of one attempt: flushed when it leaves the screen, when the window is hidden and when it closes. */
export function useAnswerSheet(attempt: AttemptView): [AnswerSheet, AnswerSheetView] {
  const [sheet] = useState(
    () =>
      new AnswerSheet({
        attemptId: attempt.id,
        stored: new Map(attempt.answers.map((answer) => [answer.questionId, answer.selectedAnswer])),
        write: (args) => mutate('quiz.answer', args),
        unwritten: unwrittenTexts,
      }),
  )
  const view = useSyncExternalStore(sheet.watch, sheet.view)

  useEffect(() => {
    const onHidden = () => {
      if (document.visibilityState === 'hidden') sheet.flush()
    }
    const onLeave = () => sheet.flush()
    document.addEventListener('visibilitychange', onHidden)
    window.addEventListener('pagehide', onLeave)
    return () => {
      document.removeEventListener('visibilitychange', onHidden)
      window.removeEventListener('pagehide', onLeave)
      sheet.flush()
    }
  }, [sheet])

  return [sheet, view]
}
