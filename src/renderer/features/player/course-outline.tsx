import {
  ChevronDown,
  CircleCheck,
  CloudOff,
  FileText,
  ListChecks,
  type LucideIcon,
  PencilLine,
  PlayCircle,
  Radio,
} from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OutlineLesson, OutlineModule } from '../../../shared/contract/catalogue-views.ts'
import type { LessonType } from '../../../shared/contract/enums.ts'
import type { PlayerCourseView } from '../../../shared/contract/views.ts'
import { type KeepIndex, useKeepIndex } from '../../data/keeping.ts'
import { formatClock, formatNumber } from '../../ui/format.ts'
import { KeepMenu } from '../../ui/keep-menu.tsx'
import { BlockLink } from '../../ui/links.tsx'
import classes from './course-outline.module.css'

const lessonIcons: Record<LessonType, LucideIcon> = {
  TEXT: FileText,
  VIDEO: PlayCircle,
  QUIZ: ListChecks,
  ASSIGNMENT: PencilLine,
  LIVE_SESSION: Radio,
}

interface CourseOutlineProps {
  course: PlayerCourseView
  lessonId: string
  /** Called when a lesson was chosen: a drawer closes. */
  onGo: (() => void) | undefined
}

/** Modules and lessons with what is done, how long each is, and the quizzes under them. */
export function CourseOutline({ course, lessonId, onGo }: CourseOutlineProps) {
  const { t } = useTranslation('player')
  const outline = useRef<HTMLElement>(null)
  const enrolled = course.enrollment !== null
  const index = useKeepIndex(course.courseId, enrolled)
  const keeping = enrolled ? { index } : null
  // biome-ignore lint/correctness/useExhaustiveDependencies: for each lesson anew
  useEffect(() => {
    outline.current?.querySelector('[aria-current="page"]')?.scrollIntoView({ block: 'nearest' })
  }, [lessonId])
  return (
    <nav ref={outline} aria-label={t('outline.label')} className={classes.outline}>
      {course.outline.map((module) => (
        <Module
          key={module.id}
          module={module}
          courseId={course.courseId}
          lessonId={lessonId}
          keeping={keeping}
          onGo={onGo}
        />
      ))}
      {course.outline.length === 0 && <p className={classes.by}>{t('outline.none')}</p>}
      <p className={classes.by}>{t('outline.by', { name: course.instructorName })}</p>
    </nav>
  )
}

/** What can be kept on this device, for people who are enrolled: null within until it is known. */
interface Keeping {
  index: KeepIndex | null
}

function Module({
  module,
  courseId,
  lessonId,
  keeping,
  onGo,
}: {
  module: OutlineModule
  courseId: string
  lessonId: string
  keeping: Keeping | null
  onGo: (() => void) | undefined
}) {
  const { t } = useTranslation('player')
  const [folded, setFolded] = useState(false)
  const done = module.lessons.filter((lesson) => lesson.completed).length
  const listId = `outline-${module.id}`
  return (
    <div className={classes.module}>
      <div className={classes.row}>
        <button
          type="button"
          className={classes.moduleTitle}
          aria-expanded={!folded}
          aria-controls={listId}
          onClick={() => setFolded(!folded)}
        >
          <ChevronDown size={16} aria-hidden className={classes.chevron} data-folded={folded || undefined} />
          <span dir="auto">{module.title}</span>
          <span className={classes.count}>
            <span aria-hidden>
              {formatNumber(done)}/{formatNumber(module.lessons.length)}
            </span>
            <span className={classes.hidden}>{t('completedOf', { done, count: module.lessons.length })}</span>
          </span>
        </button>
        {keeping ? <KeepMenu part={keeping.index?.modules.get(module.id)} course={keeping.index} /> : null}
      </div>
      <ul id={listId} hidden={folded} className={classes.lessons}>
        {module.lessons.map((lesson) => (
          <li key={lesson.id}>
            <Lesson
              lesson={lesson}
              courseId={courseId}
              current={lesson.id === lessonId}
              keeping={keeping}
              onGo={onGo}
            />
          </li>
        ))}
      </ul>
    </div>
  )
}

function Lesson({
  lesson,
  courseId,
  current,
  keeping,
  onGo,
}: {
  lesson: OutlineLesson
  courseId: string
  current: boolean
  keeping: Keeping | null
  onGo: (() => void) | undefined
}) {
  const { t } = useTranslation('player')
  const Kind = lesson.completed ? CircleCheck : lessonIcons[lesson.type]
  return (
    <>
      <div className={classes.row} data-current={current || undefined}>
        <BlockLink
          to="/learn/$courseId/$lessonId"
          params={{ courseId, lessonId: lesson.id }}
          className={classes.lesson}
          {...(current ? { 'aria-current': 'page' as const } : {})}
          onClick={() => onGo?.()}
        >
          <Kind size={17} aria-hidden className={classes.tick} data-done={lesson.completed || undefined} />
          <span className={classes.title} dir="auto">
            {lesson.title}
            {lesson.completed && <span className={classes.hidden}> {t('outline.completed')}</span>}
            {!lesson.onDevice && <span className={classes.hidden}> {t('outline.notHere')}</span>}
          </span>
          <span className={classes.facts}>
            {lesson.videoSeconds !== null && <span>{formatClock(lesson.videoSeconds)}</span>}
            {!lesson.onDevice && !keeping && <CloudOff size={15} aria-hidden />}
          </span>
        </BlockLink>
        {keeping ? <KeepMenu part={keeping.index?.lessons.get(lesson.id)} course={keeping.index} /> : null}
      </div>
      {lesson.quizzes.length > 0 && (
        <ul className={classes.quizzes}>
          {lesson.quizzes.map((quiz) => (
            <li key={quiz.id}>
              <BlockLink
                to="/quiz/$quizId"
                params={{ quizId: quiz.id }}
                className={classes.quiz}
                onClick={() => onGo?.()}
              >
                <ListChecks size={15} aria-hidden />
                <span className={classes.title}>{quiz.title}</span>
              </BlockLink>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
