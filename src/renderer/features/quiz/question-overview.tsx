import { Flag } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import classes from './question-overview.module.css'

interface QuestionOverviewProps {
  questions: { id: string; answered: boolean; flagged: boolean }[]
  currentId: string
  onGo(questionId: string): void
}

/** All questions as numbered buttons: where one is, what is answered, what was put aside. */
export function QuestionOverview({ questions, currentId, onGo }: QuestionOverviewProps) {
  const { t } = useTranslation('quiz')
  return (
    <nav aria-label={t('overview.label')}>
      <ol className={classes.list}>
        {questions.map(({ id, answered, flagged }, index) => (
          <li key={id}>
            <button
              type="button"
              className={classes.number}
              data-answered={answered || undefined}
              aria-label={t(`overview.${answered ? 'answered' : 'unanswered'}${flagged ? 'Flagged' : ''}`, {
                number: index + 1,
              })}
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
