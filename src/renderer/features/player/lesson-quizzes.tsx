import { ListChecks } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { QuizSummary } from '../../../shared/contract/quiz-views.ts'
import { FactLine } from '../../ui/fact-line.tsx'
import { formatMinutes, formatPercent } from '../../ui/format.ts'
import { BlockLink, ButtonLink } from '../../ui/links.tsx'
import classes from './lesson.module.css'

interface LessonQuizzesProps {
  quizzes: QuizSummary[]
  /** The quiz is what this lesson is about and is still to be taken. */
  toTake: boolean
}

/** The quizzes of a lesson: what each is, how long, and the best score so far. */
export function LessonQuizzes({ quizzes, toTake }: LessonQuizzesProps) {
  const { t } = useTranslation('player')
  if (quizzes.length === 0) return null
  return (
    <section aria-labelledby="lesson-quizzes" className={classes.section}>
      <h2 id="lesson-quizzes">{t('quizzes.title')}</h2>
      <ul className={classes.cards}>
        {quizzes.map((quiz) => {
          const facts = [
            t(`quizzes.type.${quiz.type}`),
            quiz.questionCount > 0 ? t('quizzes.questions', { count: quiz.questionCount }) : null,
            quiz.timeLimitMinutes === null ? null : formatMinutes(quiz.timeLimitMinutes),
            quiz.bestScorePercent === null
              ? null
              : t('quizzes.best', { score: formatPercent(quiz.bestScorePercent) }),
          ]
          return (
            <li key={quiz.id}>
              <BlockLink to="/quiz/$quizId" params={{ quizId: quiz.id }} className={classes.card}>
                <ListChecks size={18} aria-hidden />
                <span className={classes.cardTitle}>{quiz.title}</span>
                <span className={classes.cardFacts}>
                  <FactLine facts={facts} />
                </span>
              </BlockLink>
            </li>
          )
        })}
      </ul>
      {toTake && quizzes[0] && (
        <ButtonLink to="/quiz/$quizId" params={{ quizId: quizzes[0].id }} size="md" mt="md">
          {t('quizzes.go')}
        </ButtonLink>
      )}
    </section>
  )
}
