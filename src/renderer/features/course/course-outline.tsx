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
import type { LessonType } from '../../../shared/contract/enums.ts'
import type { CoursePageView, OutlineLesson } from '../../../shared/contract/views.ts'
import { countOf, formatClock } from '../../ui/format.ts'
import { TextLink } from '../../ui/links.tsx'
import classes from './course-outline.module.css'

const icons: Record<LessonType, { icon: LucideIcon; name: string }> = {
  TEXT: { icon: BookOpenText, name: 'Reading' },
  VIDEO: { icon: CirclePlay, name: 'Video' },
  QUIZ: { icon: FileQuestion, name: 'Quiz' },
  ASSIGNMENT: { icon: PencilLine, name: 'Assignment' },
  LIVE_SESSION: { icon: Radio, name: 'Live session' },
}

/** What the course consists of, with what is done, what is free to look at, and how long things are. */
export function CourseOutline({ page }: { page: CoursePageView }) {
  const { course, outline, enrollment } = page
  const mayOpen = (lesson: OutlineLesson) => enrollment !== null || (lesson.isFree && lesson.onDevice)
  if (outline.length === 0) {
    return (
      <Text c="dimmed">
        The outline has not arrived on this device yet. It comes with the next connection.
      </Text>
    )
  }
  return (
    <div className={classes.outline}>
      {outline.map((module) => (
        <section key={module.id} aria-label={module.title}>
          <div className={classes.module}>
            <Title order={3} size="h3">
              {module.title}
            </Title>
            <Text size="sm" c="dimmed">
              {countOf(module.lessons.length, 'lesson')}
            </Text>
          </div>
          <ol className={classes.lessons}>
            {module.lessons.map((lesson) => {
              const { icon: Icon, name } = icons[lesson.type]
              return (
                <li key={lesson.id} className={classes.lesson}>
                  {lesson.completed ? (
                    <Check size={17} color="var(--bx-success)" strokeWidth={2.4} aria-hidden />
                  ) : (
                    <Icon size={17} strokeWidth={1.6} aria-hidden />
                  )}
                  <VisuallyHidden>{lesson.completed ? `${name}, completed: ` : `${name}: `}</VisuallyHidden>
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
                      lesson.title
                    )}
                    {lesson.quizzes.length > 0 && lesson.type !== 'QUIZ' ? (
                      <span className={classes.quiet}>
                        {' '}
                        · {countOf(lesson.quizzes.length, 'quiz', 'quizzes')}
                      </span>
                    ) : null}
                  </span>
                  {lesson.isFree && enrollment === null ? (
                    <Badge variant="light" size="sm" tt="none" fw={500}>
                      Free preview
                    </Badge>
                  ) : null}
                  <span className={classes.length}>
                    {lesson.videoSeconds === null ? '' : formatClock(lesson.videoSeconds)}
                  </span>
                </li>
              )
            })}
          </ol>
        </section>
      ))}
    </div>
  )
}
