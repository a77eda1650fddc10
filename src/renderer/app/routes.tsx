import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
} from '@tanstack/react-router'
import { Compass } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import { catalogueSearch } from '../features/catalog/catalogue-search.ts'
import { ErrorPanel } from '../ui/error-panel.tsx'
import { ButtonLink } from '../ui/links.tsx'
import { usePlace } from '../ui/place.ts'
import { StatePanel } from '../ui/state-panel.tsx'
import { Frame } from './frame.tsx'
import { SessionGate } from './session-gate.tsx'

/** Where in a lesson to open it: a second of its video, a heading of its text, or the passage a note is about. */
const lessonSearch = z.object({
  second: z.number().int().nonnegative().optional().catch(undefined),
  anchor: z.string().optional().catch(undefined),
  note: z.string().optional().catch(undefined),
})

const rootRoute = createRootRoute({
  component: () => (
    <SessionGate>
      <Frame>
        <Outlet />
      </Frame>
    </SessionGate>
  ),
  notFoundComponent: NotFound,
})

const myLearning = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  component: lazyRouteComponent(
    () => import('../features/my-learning/my-learning-screen.tsx'),
    'MyLearningScreen',
  ),
})

const catalogue = createRoute({
  getParentRoute: () => rootRoute,
  path: '/catalogue',
  validateSearch: catalogueSearch,
  component: lazyRouteComponent(() => import('./catalogue-route.tsx'), 'CatalogueRoute'),
})

const course = createRoute({
  getParentRoute: () => rootRoute,
  path: '/course/$slug',
  component: lazyRouteComponent(() => import('./course-route.tsx'), 'CourseRoute'),
})

const learnCourse = createRoute({
  getParentRoute: () => rootRoute,
  path: '/learn/$courseId',
  component: lazyRouteComponent(() => import('./study-routes.tsx'), 'LearnCourseRoute'),
})

const learnLesson = createRoute({
  getParentRoute: () => rootRoute,
  path: '/learn/$courseId/$lessonId',
  validateSearch: lessonSearch,
  component: lazyRouteComponent(() => import('./study-routes.tsx'), 'LearnLessonRoute'),
})

const notes = createRoute({
  getParentRoute: () => rootRoute,
  path: '/notes',
  validateSearch: z.object({ note: z.string().optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('../features/notes/notes-screen.tsx'), 'NotesScreen'),
})

const search = createRoute({
  getParentRoute: () => rootRoute,
  path: '/search',
  validateSearch: z.object({ q: z.string().max(1000).optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('./search-route.tsx'), 'SearchRoute'),
})

const progress = createRoute({
  getParentRoute: () => rootRoute,
  path: '/progress',
  component: lazyRouteComponent(() => import('../features/progress/progress-screen.tsx'), 'ProgressScreen'),
})

const review = createRoute({
  getParentRoute: () => rootRoute,
  path: '/review',
  component: lazyRouteComponent(() => import('../features/review/review-screen.tsx'), 'ReviewScreen'),
})

const quiz = createRoute({
  getParentRoute: () => rootRoute,
  path: '/quiz/$quizId',
  component: lazyRouteComponent(() => import('./study-routes.tsx'), 'QuizRoute'),
})

const attempt = createRoute({
  getParentRoute: () => rootRoute,
  path: '/attempt/$attemptId',
  component: lazyRouteComponent(() => import('./study-routes.tsx'), 'AttemptRoute'),
})

const downloads = createRoute({
  getParentRoute: () => rootRoute,
  path: '/downloads',
  component: lazyRouteComponent(
    () => import('../features/downloads/downloads-screen.tsx'),
    'DownloadsScreen',
  ),
})

const activity = createRoute({
  getParentRoute: () => rootRoute,
  path: '/activity',
  component: lazyRouteComponent(() => import('../features/status/activity-screen.tsx'), 'ActivityScreen'),
})

const settings = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('../features/settings/settings-screen.tsx'), 'SettingsScreen'),
})

const profile = createRoute({
  getParentRoute: () => rootRoute,
  path: '/profile',
  component: lazyRouteComponent(() => import('../features/profile/profile-screen.tsx'), 'ProfileScreen'),
})

const routeTree = rootRoute.addChildren([
  myLearning,
  catalogue,
  course,
  learnCourse,
  learnLesson,
  search,
  notes,
  progress,
  review,
  quiz,
  attempt,
  downloads,
  activity,
  settings,
  profile,
])

/** Hash addresses, so that the app works from a file and from loopback alike. */
export const router = createRouter({
  routeTree,
  history: createHashHistory(),
  defaultPreload: 'intent',
  scrollRestoration: true,
  scrollToTopSelectors: ['#content'],
  defaultErrorComponent: ({ error, reset }) => <ErrorPanel error={error} onRetry={reset} />,
  defaultNotFoundComponent: NotFound,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}

function NotFound() {
  const { t } = useTranslation('app')
  usePlace([{ label: t('notFound.title') }])
  return (
    <StatePanel
      icon={Compass}
      title={t('notFound.title')}
      order={1}
      action={<ButtonLink to="/">{t('notFound.action')}</ButtonLink>}
    >
      {t('notFound.body')}
    </StatePanel>
  )
}
