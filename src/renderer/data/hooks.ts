import { keepPreviousData, type UseQueryResult, useQueries, useQuery } from '@tanstack/react-query'
import type { CatalogueQuery } from '../../shared/contract/api.ts'
import type {
  CatalogueFacets,
  CataloguePage,
  CoursePageView,
  KeepState,
} from '../../shared/contract/catalogue-views.ts'
import type { ProfileView } from '../../shared/contract/profile-views.ts'
import type { ProgressView, WeekView } from '../../shared/contract/progress-views.ts'
import type { AttemptView, QuizView } from '../../shared/contract/quiz-views.ts'
import type { SearchView } from '../../shared/contract/search-views.ts'
import type { Settings } from '../../shared/contract/settings.ts'
import type { ActivityView, AttentionView, SyncStatusView } from '../../shared/contract/sync-views.ts'
import type {
  DashboardView,
  DownloadsView,
  LessonView,
  NoteView,
  PlayerCourseView,
  SessionView,
} from '../../shared/contract/views.ts'
import { type NotesFilter, queries } from './queries.ts'

export function useSession(): UseQueryResult<SessionView> {
  return useQuery({ queryKey: ['session'], queryFn: queries.session.ask })
}

/** How the person likes the app on this device. */
export function useSettings(): UseQueryResult<Settings> {
  return useQuery({ queryKey: ['settings'], queryFn: queries.settings.ask })
}

export function useSyncStatus(): UseQueryResult<SyncStatusView> {
  return useQuery({ queryKey: ['syncStatus'], queryFn: queries.syncStatus.ask })
}

export function useActivity(): UseQueryResult<ActivityView> {
  return useQuery({ queryKey: ['activity'], queryFn: queries.activity.ask })
}

export function useAttention(): UseQueryResult<AttentionView> {
  return useQuery({ queryKey: ['attention'], queryFn: queries.attention.ask })
}

/** One window of the catalogue. While another question is being answered, the answer to the last one stays. */
export function useCatalogue(query: CatalogueQuery): UseQueryResult<CataloguePage> {
  return useQuery({
    queryKey: ['catalogue', query],
    queryFn: () => queries.catalogue.ask(query),
    placeholderData: keepPreviousData,
  })
}

/** Several windows of the same question, in the order of `offsets`. */
export function useCatalogueWindows(
  query: Omit<CatalogueQuery, 'offset' | 'limit'>,
  offsets: readonly number[],
  limit: number,
): UseQueryResult<CataloguePage>[] {
  return useQueries({
    queries: offsets.map((offset) => {
      const window = { ...query, offset, limit }
      return { queryKey: ['catalogue', window], queryFn: () => queries.catalogue.ask(window) }
    }),
  })
}

export function useFacets(): UseQueryResult<CatalogueFacets> {
  return useQuery({ queryKey: ['facets'], queryFn: queries.facets.ask })
}

/** `null`: no such course on this device. */
export function useCoursePage(slug: string): UseQueryResult<CoursePageView | null> {
  return useQuery({ queryKey: ['coursePage', slug], queryFn: () => queries.coursePage.ask(slug) })
}

export function useDashboard(): UseQueryResult<DashboardView> {
  return useQuery({ queryKey: ['dashboard'], queryFn: queries.dashboard.ask })
}

export function useDownloads(): UseQueryResult<DownloadsView> {
  return useQuery({ queryKey: ['downloads'], queryFn: queries.downloads.ask })
}

export function useKeepState(courseId: string): UseQueryResult<KeepState> {
  return useQuery({ queryKey: ['keepState', courseId], queryFn: () => queries.keepState.ask(courseId) })
}

export function usePlayerCourse(courseId: string): UseQueryResult<PlayerCourseView | null> {
  return useQuery({
    queryKey: ['playerCourse', courseId],
    queryFn: () => queries.playerCourse.ask(courseId),
  })
}

export function useLesson(lessonId: string): UseQueryResult<LessonView | null> {
  return useQuery({ queryKey: ['lesson', lessonId], queryFn: () => queries.lesson.ask(lessonId) })
}

/** Notes by course, lesson or words. While the words change, the last answer stays. */
export function useNotes(filter: NotesFilter): UseQueryResult<NoteView[]> {
  return useQuery({
    queryKey: ['notes', filter],
    queryFn: () => queries.notes.ask(filter),
    placeholderData: (last, lastQuery) => {
      const before = lastQuery?.queryKey[1]
      const sameScope =
        typeof before === 'object' &&
        before.lessonId === filter.lessonId &&
        before.courseId === filter.courseId
      return sameScope ? last : undefined
    },
  })
}

/** What is found for words as they are typed. While they change, the last answer stays; for no words there is none. */
export function useSearch(text: string, limit: number): UseQueryResult<SearchView> {
  const words = text.trim() === '' ? '' : text.trimStart()
  return useQuery({
    queryKey: ['search', { text: words, limit }],
    queryFn: () => queries.search.ask({ text: words, limit }),
    enabled: words !== '',
    gcTime: 20_000,
    placeholderData: keepPreviousData,
  })
}

export function useProfile(): UseQueryResult<ProfileView> {
  return useQuery({ queryKey: ['profile'], queryFn: queries.profile.ask })
}

/** The last seven days and the streak. Asked anew every minute as well: a day may end without anything happening. */
export function useWeek(): UseQueryResult<WeekView> {
  return useQuery({ queryKey: ['week'], queryFn: queries.week.ask, refetchInterval: 60_000 })
}

export function useProgress(): UseQueryResult<ProgressView> {
  return useQuery({ queryKey: ['progress'], queryFn: queries.progress.ask })
}

export function useQuiz(quizId: string): UseQueryResult<QuizView | null> {
  return useQuery({ queryKey: ['quiz', quizId], queryFn: () => queries.quiz.ask(quizId) })
}

export function useAttempt(attemptId: string): UseQueryResult<AttemptView | null> {
  return useQuery({ queryKey: ['attempt', attemptId], queryFn: () => queries.attempt.ask(attemptId) })
}
