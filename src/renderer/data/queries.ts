import type { InferContractRouterInputs } from '@orpc/contract'
import type { Api, CatalogueQuery } from '../../shared/contract/api.ts'
import type { Notice } from '../../shared/contract/views.ts'
import { engine } from './engine-client.ts'
import { timeZone } from './time-zone.ts'

export type NotesFilter = InferContractRouterInputs<Api>['notes']['list']

/** What has to change for an answer to be out of date. */
export interface Reads {
  readonly topics: readonly Notice['topics'][number][]
  readonly tables: readonly string[]
}

const catalogueTables = ['courses', 'categories', 'users', 'instructor_profiles', 'reviews']
const contentTables = ['modules', 'lessons', 'resources', 'quizzes', 'questions']
/** What decides whether content is here: kept courses, their files, and the groups that are whole. */
const deviceTables = ['kept_courses', 'media_files', 'blobs', 'shape_groups']
const ownTables = ['enrollments', 'progress']
const quizTables = ['quizzes', 'questions', 'quiz_attempts', 'answers']

/**
 * Every question the screens ask: how it is asked and what it reads. Where a view says "on this device" or "received",
 * it also reads the outbox, because a delivery may change that and nothing else.
 */
export const queries = {
  session: {
    ask: () => engine.session.get(),
    reads: { topics: ['session', 'status'], tables: ['users'] },
  },
  settings: {
    ask: () => engine.settings.get(),
    reads: { topics: ['settings', 'session'], tables: [] },
  },
  syncStatus: {
    ask: () => engine.sync.status(),
    reads: { topics: ['status'], tables: ['outbox', 'sync_rejections', 'sync_conflicts'] },
  },
  activity: {
    ask: () => engine.sync.activity(),
    reads: {
      topics: ['status'],
      tables: ['outbox', 'sync_rejections', 'notes', 'quiz_attempts', 'lessons', 'courses', 'quizzes'],
    },
  },
  attention: {
    ask: () => engine.sync.attention(),
    reads: {
      topics: ['status'],
      tables: [
        'sync_rejections',
        'sync_conflicts',
        'notes',
        'reviews',
        'quiz_attempts',
        'lessons',
        'quizzes',
      ],
    },
  },
  catalogue: {
    ask: (query: CatalogueQuery) => engine.catalogue.list(query),
    reads: { topics: ['downloads'], tables: [...catalogueTables, ...deviceTables, ...ownTables] },
  },
  facets: {
    ask: () => engine.catalogue.facets(),
    reads: { topics: [], tables: ['courses', 'categories', 'shape_groups', 'search_state'] },
  },
  coursePage: {
    ask: (slug: string) => engine.catalogue.course({ slug }),
    reads: {
      topics: ['downloads'],
      tables: [...catalogueTables, ...contentTables, ...deviceTables, ...ownTables, 'outbox'],
    },
  },
  dashboard: {
    ask: () => engine.library.dashboard(),
    reads: {
      topics: ['downloads'],
      tables: [
        ...catalogueTables,
        'lessons',
        'orders',
        'order_items',
        ...deviceTables,
        ...ownTables,
        ...quizTables,
        'outbox',
      ],
    },
  },
  downloads: {
    ask: () => engine.library.downloads(),
    reads: { topics: ['downloads'], tables: ['courses', ...deviceTables] },
  },
  keepParts: {
    ask: (courseId: string) => engine.library.parts({ courseId }),
    reads: { topics: ['downloads'], tables: ['courses', ...contentTables, ...deviceTables] },
  },
  travel: {
    ask: (days: number) => engine.library.travel({ days }),
    reads: {
      topics: ['downloads', 'status'],
      tables: ['courses', 'lessons', 'enrollments', ...deviceTables, 'outbox'],
    },
  },
  keepState: {
    ask: (courseId: string) => engine.library.keepState({ courseId }),
    reads: { topics: ['downloads'], tables: ['courses', ...deviceTables] },
  },
  playerCourse: {
    ask: (courseId: string) => engine.player.course({ courseId }),
    reads: {
      topics: ['downloads'],
      tables: ['courses', 'users', ...contentTables, ...deviceTables, ...ownTables, 'outbox'],
    },
  },
  lesson: {
    ask: (lessonId: string) => engine.player.lesson({ lessonId }),
    reads: {
      topics: ['downloads'],
      tables: ['courses', ...contentTables, ...deviceTables, 'progress', 'quiz_attempts'],
    },
  },
  profile: {
    ask: () => engine.profile.get(),
    reads: { topics: [], tables: ['users', 'student_profiles', 'categories', 'outbox'] },
  },
  week: {
    ask: () => engine.progress.week({ timeZone: timeZone() }),
    reads: { topics: [], tables: ['study_sessions'] },
  },
  progress: {
    ask: () => engine.progress.overview({ timeZone: timeZone() }),
    reads: {
      topics: [],
      tables: ['study_sessions', 'question_reviews', 'courses', 'lessons', ...ownTables, ...quizTables],
    },
  },
  search: {
    ask: ({ text, limit }: { text: string; limit: number }) => engine.search.find({ text, limit }),
    reads: {
      topics: [],
      tables: [...catalogueTables, 'lessons', 'notes', 'enrollments', 'search_state'],
    },
  },
  notes: {
    ask: (filter: NotesFilter) => engine.notes.list(filter),
    reads: { topics: [], tables: ['notes', 'lessons', 'courses', 'outbox'] },
  },
  reviewSummary: {
    ask: () => engine.review.summary({ timeZone: timeZone() }),
    reads: { topics: [], tables: ['question_reviews', 'device_state', ...quizTables] },
  },
  quiz: {
    ask: (quizId: string) => engine.quiz.get({ quizId }),
    reads: { topics: ['downloads'], tables: ['lessons', 'shape_groups', ...quizTables, 'outbox'] },
  },
  attempt: {
    ask: (attemptId: string) => engine.quiz.attempt({ attemptId }),
    reads: { topics: [], tables: [...quizTables, 'outbox'] },
  },
} as const satisfies Record<string, { ask: (argument: never) => Promise<unknown>; reads: Reads }>

export type QueryName = keyof typeof queries

/** Whether a notice touches what a query reads. A change of session, and the table `*`, touch everything. */
export function isTouched(name: unknown, notice: Notice): boolean {
  if (notice.topics.includes('session') || notice.tables.includes('*')) return true
  if (typeof name !== 'string' || !isQueryName(name)) return false
  const reads: Reads = queries[name].reads
  return (
    reads.topics.some((topic) => notice.topics.includes(topic)) ||
    reads.tables.some((table) => notice.tables.includes(table))
  )
}

function isQueryName(name: string): name is QueryName {
  return Object.hasOwn(queries, name)
}
