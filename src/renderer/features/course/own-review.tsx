import { Button, Group, Modal, Text, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { PenLine } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CoursePageView, OwnReviewView } from '../../../shared/contract/catalogue-views.ts'
import { useSession } from '../../data/hooks.ts'
import { mutate } from '../../data/mutate.ts'
import { readReviewDraft } from '../../data/review-draft.ts'
import { formatDate } from '../../ui/format.ts'
import { showProblem } from '../../ui/notify.ts'
import { Stars } from '../../ui/rating.tsx'
import classes from './course-reviews.module.css'
import { ReviewForm } from './review-form.tsx'

/** What the person themselves says about the course, for those who ever joined it. */
export function OwnReview({ page }: { page: CoursePageView }) {
  const { data: session } = useSession()
  const personId = session?.person?.id
  if (personId === undefined || (!page.mayReview && page.ownReview === null)) return null
  return <Own key={page.course.id} page={page} personId={personId} />
}

function Own({ page, personId }: { page: CoursePageView; personId: string }) {
  const { t } = useTranslation(['course', 'common'])
  const { ownReview: review, course } = page
  // what was begun before this screen was opened is there again
  const [writing, setWriting] = useState(() => readReviewDraft(personId, course.id) !== null)
  const [published, setPublished] = useState(false)
  const [asked, setAsked] = useState(false)
  const [openedOn, setOpenedOn] = useState(review)
  const [asking, question] = useDisclosure(false)
  // The form stays until what was published is what this screen shows.
  if (writing && published && review !== openedOn) {
    setWriting(false)
    setPublished(false)
  }

  const opener = useRef<HTMLButtonElement>(null)
  const goesOn = useRef(false)
  const hasReview = review !== null
  // Where a form or a review was, somebody goes on from the button that is there now.
  // biome-ignore lint/correctness/useExhaustiveDependencies: these are what replaces the button
  useEffect(() => {
    if (goesOn.current) opener.current?.focus()
    goesOn.current = false
  }, [writing, hasReview])

  const open = () => {
    setOpenedOn(review)
    setAsked(true)
    setWriting(true)
  }
  if (writing)
    return (
      <ReviewForm
        personId={personId}
        courseId={course.id}
        review={openedOn}
        focused={asked}
        onPublished={() => {
          goesOn.current = true
          setPublished(true)
        }}
        onClose={() => {
          goesOn.current = true
          setWriting(false)
        }}
      />
    )
  if (review === null)
    return (
      <Button
        ref={opener}
        variant="light"
        mt="md"
        leftSection={<PenLine size={16} aria-hidden />}
        onClick={open}
      >
        {t('reviews.write')}
      </Button>
    )
  const remove = () => {
    question.close()
    goesOn.current = true
    const { id, rating, title, comment } = review
    mutate('reviews.delete', {
      reviewId: id,
      courseId: course.id,
      base: { rating, title, comment },
    }).catch((error: unknown) => showProblem(t('reviews.deleteProblem'), error))
  }
  return (
    <section className={classes.own} aria-label={t('reviews.yours')}>
      <div className={classes.head}>
        <b>{t('reviews.yours')}</b>
        <Stars rating={review.rating} />
        <Text span size="sm" c="dimmed">
          {formatDate(review.createdAtMs)}
        </Text>
      </div>
      <ReviewWords review={review} />
      <Group gap="xs" mt="sm">
        <Button ref={opener} size="sm" variant="default" aria-label={t('reviews.editYours')} onClick={open}>
          {t('reviews.edit')}
        </Button>
        <Button
          size="sm"
          variant="subtle"
          color="gray"
          aria-label={t('reviews.deleteYours')}
          onClick={question.open}
        >
          {t('reviews.delete')}
        </Button>
        <Text size="sm" c="dimmed" role="status">
          {review.delivery === 'received' ? t('reviews.received') : t('reviews.onDevice')}
        </Text>
      </Group>
      <Modal
        opened={asking}
        onClose={question.close}
        title={t('reviews.deleteTitle')}
        closeButtonProps={{ 'aria-label': t('common:action.close') }}
      >
        <Text lh={1.6}>{t('reviews.deleteBody')}</Text>
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={question.close} data-autofocus>
            {t('reviews.keep')}
          </Button>
          <Button color="red" onClick={remove}>
            {t('reviews.delete')}
          </Button>
        </Group>
      </Modal>
    </section>
  )
}

/** Title and text of a review, where it has them. */
export function ReviewWords({ review }: { review: Pick<OwnReviewView, 'title' | 'comment'> }) {
  return (
    <>
      {review.title ? (
        <Title order={3} size="h4" mt={6}>
          {review.title}
        </Title>
      ) : null}
      {review.comment ? (
        <Text mt={4} lh={1.6} dir="auto" className={classes.comment}>
          {review.comment}
        </Text>
      ) : null}
    </>
  )
}
