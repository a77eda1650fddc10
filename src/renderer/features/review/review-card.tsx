import { Button } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReviewCard as Card } from '../../../shared/contract/review-views.ts'
import { isAnswered } from '../../../shared/domain/answers.ts'
import { gradeAnswer } from '../../../shared/domain/grading.ts'
import { type ReviewRating, reviewRatings } from '../../../shared/domain/review-schedule.ts'
import { resolveMedia } from '../../data/media.ts'
import { TextLink } from '../../ui/links.tsx'
import { chosen } from '../../ui/question/answer-choice.ts'
import { AnswerFeedback } from '../../ui/question/answer-feedback.tsx'
import { QuestionAnswer } from '../../ui/question/question-answer.tsx'
import { QuestionCard } from '../../ui/question/question-card.tsx'
import { RatingButtons } from './rating-buttons.tsx'
import classes from './review.module.css'
import { useReviewKeys } from './use-review-keys.ts'

interface ReviewCardProps {
  card: Card
  busy: boolean
  onRate(rating: ReviewRating, elapsedMs: number): void
  onUndo(): void
}

/** One question: answered or only thought about, then its answer, then how well it was known. Mount one per turn (`key`). */
export function ReviewCard({ card, busy, onRate, onUndo }: ReviewCardProps) {
  const { t } = useTranslation('review')
  const { question } = card
  const [answer, setAnswer] = useState('')
  const [shown, setShown] = useState(false)
  const [sinceMs] = useState(() => performance.now())
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])

  const answered = isAnswered(question.type, answer)
  const right = answered && gradeAnswer({ ...question, correctAnswer: card.key }, answer) === 'correct'
  const suggested: ReviewRating = right ? 3 : 1
  const rate = (rating: ReviewRating) => onRate(rating, performance.now() - sinceMs)
  useReviewKeys({
    onDigit: (index) => {
      if (!shown) return setAnswer((before) => chosen(question, before, index))
      const rating = reviewRatings[index]
      if (rating) rate(rating)
    },
    onForward: () => (shown ? rate(suggested) : setShown(true)),
    onUndo,
  })

  return (
    <QuestionCard
      title={t(`kind.${card.kind}`)}
      heading={heading}
      aside={
        <>
          {card.courseTitle}
          {' · '}
          <TextLink
            to="/learn/$courseId/$lessonId"
            params={{ courseId: card.courseId, lessonId: card.lessonId }}
          >
            {card.lessonTitle}
          </TextLink>
        </>
      }
    >
      <QuestionAnswer
        question={question}
        answer={answer}
        onChoose={setAnswer}
        onType={setAnswer}
        locked={shown}
        resolveMedia={resolveMedia}
      />
      <div aria-live="polite">
        {shown && (
          <AnswerFeedback
            question={question}
            answer={{
              questionId: question.id,
              selectedAnswer: answer,
              correct: answered ? right : null,
              pointsEarned: null,
              correctAnswer: card.correctAnswer,
              explanation: card.explanation,
            }}
            graded={false}
            resolveMedia={resolveMedia}
          />
        )}
      </div>
      {shown ? (
        <RatingButtons pauseMs={card.pauseMs} suggested={suggested} busy={busy} onRate={rate} />
      ) : (
        <Button className={classes.show} onClick={() => setShown(true)}>
          {t('show')}
        </Button>
      )}
    </QuestionCard>
  )
}
