import { Badge, Text, Title, VisuallyHidden } from '@mantine/core'
import {
  BookOpenText,
  Check,
  CirclePlay,
  FileQuestion,
  type LucideIcon,
  PencilLine,
  Radio,
} from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { CoursePageView, OutlineLesson } from '../../../shared/contract/catalogue-views.ts'
import type { LessonType } from '../../../shared/contract/enums.ts'
import { useKeepIndex } from '../../data/keeping.ts'
import { formatBytes, formatClock } from '../../ui/format.ts'
import { KeepMenu } from '../../ui/keep-menu.tsx'
import { TextLink } from '../../ui/links.tsx'
import classes from './course-outline.module.css'

const icons: Record<LessonType, LucideIcon> = {
  TEXT: BookOpenText,
  VIDEO: CirclePlay,
  QUIZ: FileQuestion,
  ASSIGNMENT: PencilLine,
  LIVE_SESSION: Radio,
}

/** What the course consists of, with what is done, what is free to look at, and how long things are. */
export function CourseOutline({ page }: { page: CoursePageView }) {
  const { t } = useTranslation(['course', 'common'])
  const { course, outline, enrollment } = page
  const enrolled = enrollment !== null && enrollment.status !== 'CANCELLED'
  const index = useKeepIndex(course.id, enrolled)
  const mayOpen = (lesson: OutlineLesson) => enrollment !== null || (lesson.isFree && lesson.onDevice)
  if (outline.length === 0) {
    return <Text c="dimmed">{t('outline.missing')}</Text>
  }
  return (
    <div className={classes.outline}>
      {outline.map((module) => (
        <section key={module.id} aria-label={module.title}>
          <div className={classes.module}>
            <Title order={3} size="h3">
              {module.title}
            </Title>
            <Text size="sm" c="dimmed" className={classes.count}>
              {t('common:count.lessons', { count: module.lessons.length })}
            </Text>
            {enrolled ? (
              <>
                <span className={classes.weight}>{weightWords(index?.modules.get(module.id))}</span>
                <KeepMenu part={index?.modules.get(module.id)} course={index} />
              </>
            ) : null}
          </div>
          <ol className={classes.lessons}>
            {module.lessons.map((lesson) => {
              const Icon = icons[lesson.type]
              const part = index?.lessons.get(lesson.id)
              const type = t(`common:lessonType.${lesson.type}`)
              return (
                <li key={lesson.id} className={classes.lesson}>
                  {lesson.completed ? (
                    <Check size={17} color="var(--bx-success)" strokeWidth={2.4} aria-hidden />
                  ) : (
                    <Icon size={17} strokeWidth={1.6} aria-hidden />
                  )}
                  <VisuallyHidden>
                    {lesson.completed ? t('outline.typeDone', { type }) : t('outline.type', { type })}{' '}
                  </VisuallyHidden>
                  <span className={classes.title}>
                    {mayOpen(lesson) ? (
                      <TextLink
                        to="/learn/$courseId/$lessonId"
                        params={{ courseId: course.id, lessonId: lesson.id }}
                        c="inherit"
                      >
                        {lesson.title}
                      </TextLink>
                    ) : (
                      <bdi>{lesson.title}</bdi>
                    )}
                    {lesson.quizzes.length > 0 && lesson.type !== 'QUIZ' ? (
                      <span className={classes.quiet}>
                        {' '}
                        · {t('common:count.quizzes', { count: lesson.quizzes.length })}
                      </span>
                    ) : null}
                  </span>
                  {lesson.isFree && enrollment === null ? (
                    <Badge variant="light" size="sm" tt="none" fw={500}>
                      {t('outline.preview')}
                    </Badge>
                  ) : null}
                  <span className={classes.length}>
                    {lesson.videoSeconds === null ? '' : formatClock(lesson.videoSeconds)}
                  </span>
                  {enrolled ? (
                    <>
                      <span className={classes.weight}>{weightWords(part)}</span>
                      <KeepMenu part={part} course={index} />
                    </>
                  ) : null}
                </li>
              )
            })}
          </ol>
        </section>
      ))}
    </div>
  )
}

function weightWords(part: { totalBytes: number } | undefined): string {
  return part && part.totalBytes > 0 ? formatBytes(part.totalBytes) : ''
}
