import { getRouteApi } from '@tanstack/react-router'
import { NotesPanel } from '../features/notes/notes-panel.tsx'
import { PlayerScreen } from '../features/player/player-screen.tsx'
import { AttemptScreen } from '../features/quiz/attempt-screen.tsx'
import { QuizScreen } from '../features/quiz/quiz-screen.tsx'
import { ReadingMenu } from '../features/settings/reading-menu.tsx'
import { useUsage } from './use-usage.ts'

const learnCourse = getRouteApi('/learn/$courseId')
const learnLesson = getRouteApi('/learn/$courseId/$lessonId')
const quiz = getRouteApi('/quiz/$quizId')
const attempt = getRouteApi('/attempt/$attemptId')

export function LearnCourseRoute() {
  const { courseId } = learnCourse.useParams()
  return <PlayerScreen courseId={courseId} lessonId={null} />
}

export function LearnLessonRoute() {
  const { courseId, lessonId } = learnLesson.useParams()
  useUsage('lesson_viewed', { courseId, lessonId })
  return (
    <PlayerScreen
      courseId={courseId}
      lessonId={lessonId}
      readingMenu={<ReadingMenu />}
      notesPanel={({ lessonId, video, text, freshId }) => (
        <NotesPanel key={lessonId} lessonId={lessonId} video={video} text={text} freshId={freshId} />
      )}
    />
  )
}

export function QuizRoute() {
  const { quizId } = quiz.useParams()
  useUsage('quiz_viewed', { quizId })
  return <QuizScreen key={quizId} quizId={quizId} />
}

export function AttemptRoute() {
  const { attemptId } = attempt.useParams()
  return <AttemptScreen key={attemptId} attemptId={attemptId} />
}
