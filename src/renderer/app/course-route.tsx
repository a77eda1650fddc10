import { getRouteApi } from '@tanstack/react-router'
import { useCoursePage } from '../data/hooks.ts'
import { CourseScreen } from '../features/course/course-screen.tsx'
import { useUsage } from './use-usage.ts'

const route = getRouteApi('/course/$slug')

export function CourseRoute() {
  const { slug } = route.useParams()
  useUsage('course_viewed', { courseId: useCoursePage(slug).data?.course.id })
  return <CourseScreen key={slug} slug={slug} />
}
