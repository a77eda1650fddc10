import { getRouteApi } from '@tanstack/react-router'
import { CourseScreen } from '../features/course/course-screen.tsx'

const route = getRouteApi('/course/$slug')

export function CourseRoute() {
  const { slug } = route.useParams()
  return <CourseScreen key={slug} slug={slug} />
}
