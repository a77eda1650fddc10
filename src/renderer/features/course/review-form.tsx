import { Button, Group, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OwnReviewView } from '../../../shared/contract/catalogue-views.ts'
import {
  courseRatings,
  maxReviewComment,
  maxReviewTitle,
} from '../../../shared/contract/course-review-mutations.ts'
import { sameReview } from '../../../shared/domain/course-review.ts'
import { createId } from '../../../shared/domain/ids.ts'
import { mutate } from '../../data/mutate.ts'
import { keepReviewDraft, type ReviewDraft, readReviewDraft } from '../../data/review-draft.ts'
import { showProblem } from '../../ui/notify.ts'
import { StarChoice } from '../../ui/star-choice.tsx'
import classes from './course-reviews.module.css'

interface Props {
  personId: string
  courseId: string
  /** What is changed; null where there is no review yet. */
  review: OwnReviewView | null
  /** Somebody has just asked for it: they go on in it. */
  focused: boolean
  /** The device has it. */
  onPublished: () => void
  onClose: () => void
}

/** Stars and words about a course. Others read it, so it goes nowhere before somebody says so; until then it is a draft. */
export function ReviewForm({ personId, courseId, review, focused, onPublished, onClose }: Props) {
  const { t } = useTranslation(['course', 'common'])
  const [draft, setDraft] = useState(() => readReviewDraft(personId, courseId) ?? draftOf(review))
  const [missing, setMissing] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    const stars =
      form.current?.querySelector<HTMLElement>('input:checked') ?? form.current?.querySelector('input')
    if (focused) stars?.focus()
  }, [focused])

  const change = (part: Partial<ReviewDraft>) => {
    const changed = { ...draft, ...part }
    setDraft(changed)
    keepReviewDraft(personId, courseId, changed)
  }
  const close = () => {
    keepReviewDraft(personId, courseId, null)
    onClose()
  }
  const publish = (event: FormEvent) => {
    event.preventDefault()
    const { rating } = draft
    setMissing(rating === null)
    if (rating === null) return
    const said = { rating, title: draft.title.trim() || null, comment: draft.comment.trim() }
    if (review !== null && sameReview(review, said)) return close()
    const base = review && { rating: review.rating, title: review.title, comment: review.comment }
    mutate('reviews.write', { reviewId: review?.id ?? createId(), courseId, ...said, base }).then(
      () => {
        keepReviewDraft(personId, courseId, null)
        onPublished()
      },
      (error: unknown) => showProblem(t('reviews.problem'), error),
    )
  }
  return (
    <form
      ref={form}
      className={classes.form}
      onSubmit={publish}
      aria-label={t(review ? 'reviews.editYours' : 'reviews.write')}
    >
      <Stack gap="md">
        <StarChoice
          label={t('reviews.rating')}
          value={draft.rating}
          onChange={(rating) => {
            setMissing(false)
            change({ rating })
          }}
          error={missing ? t('reviews.ratingMissing') : null}
        />
        <TextInput
          label={t('reviews.heading')}
          dir="auto"
          maxLength={maxReviewTitle}
          value={draft.title}
          onChange={(event) => change({ title: event.currentTarget.value })}
        />
        <Textarea
          label={t('reviews.comment')}
          dir="auto"
          autosize
          minRows={4}
          maxRows={14}
          maxLength={maxReviewComment}
          value={draft.comment}
          onChange={(event) => change({ comment: event.currentTarget.value })}
        />
        <Group gap="sm">
          <Button type="submit">{t(review ? 'reviews.save' : 'reviews.publish')}</Button>
          <Button variant="default" onClick={close}>
            {t('common:action.cancel')}
          </Button>
          <Text size="sm" c="dimmed">
            {t('reviews.public')}
          </Text>
        </Group>
      </Stack>
    </form>
  )
}

function draftOf(review: OwnReviewView | null): ReviewDraft {
  const rating = courseRatings.find((stars) => stars === review?.rating) ?? null
  return { rating, title: review?.title ?? '', comment: review?.comment ?? '' }
}
