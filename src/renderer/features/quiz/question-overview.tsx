import { Flag } from 'lucide-react'
import classes from './question-overview.module.css'

interface QuestionOverviewProps {
  questions: { id: string; answered: boolean; flagged: boolean }[]
  currentId: string
  onGo(questionId: string): void
}

/** All questions as numbered buttons: where one is, what is answered, what was put aside. */
export function QuestionOverview({ questions, currentId, onGo }: QuestionOverviewProps) {
  return (
    <nav aria-label="Questions">
      <ol className={classes.list}>
        {questions.map(({ id, answered, flagged }, index) => (
          <li key={id}>
            <button
              type="button"
              className={classes.number}
              data-answered={answered || undefined}
              aria-label={`Question ${index + 1}, ${answered ? 'answered' : 'not answered'}${flagged ? ', flagged' : ''}`}
              {...(id === currentId ? { 'aria-current': 'step' as const } : {})}
              onClick={() => onGo(id)}
            >
              {index + 1}
              {flagged && <Flag size={11} className={classes.flag} fill="currentColor" aria-hidden />}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  )
}
