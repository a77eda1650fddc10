import { eventIterator, oc, type } from '@orpc/contract'
import { z } from 'zod'
import type { CatalogueFacets, CataloguePage, CoursePageView, KeepState } from './catalogue-views.ts'
import type { DeviceClock } from './device-clock.ts'
import { courseLevels } from './enums.ts'
import type { KeepPartsView, TravelView } from './keep-views.ts'
import type { OpenedFile } from './lesson-views.ts'
import { timeZoneName } from './mutation-parts.ts'
import { isMutationName, type MutationName } from './mutations.ts'
import type { ProfileView } from './profile-views.ts'
import type { ProgressView, WeekView } from './progress-views.ts'
import type { AttemptView, QuizView } from './quiz-views.ts'
import { type ReviewSummary, type ReviewView, reviewPlan } from './review-views.ts'
import type { SearchView } from './search-views.ts'
import { type Settings, settingsChange } from './settings.ts'
import { maxDraftLength } from './studio-mutations.ts'
import type { ActivityView, AttentionView, ImportView, SyncStatusView } from './sync-views.ts'
import { usageNote } from './usage-mutations.ts'
import type {
  DashboardView,
  DownloadsView,
  LessonView,
  NoteView,
  Notice,
  PlayerCourseView,
  SessionView,
} from './views.ts'

const id = z.string().min(1).max(64)

export const catalogueSorts = ['recommended', 'newest', 'rating', 'title'] as const
export type CatalogueSort = (typeof catalogueSorts)[number]

export const catalogueQuery = z.object({
  search: z.string().max(200).optional(),
  /** A category includes its children. */
  categoryId: id.optional(),
  level: z.enum(courseLevels).optional(),
  language: z.string().max(20).optional(),
  price: z.enum(['free', 'paid']).optional(),
  minRating: z.number().min(0).max(5).optional(),
  tag: z.string().max(100).optional(),
  onDevice: z.boolean().optional(),
  sort: z.enum(catalogueSorts).default('recommended'),
  limit: z.number().int().min(1).max(200).default(60),
  offset: z.number().int().nonnegative().default(0),
})
export type CatalogueQuery = z.input<typeof catalogueQuery>

const nothing = type<void>()
const lessonIds = z.array(id).max(10_000)
const mutationName = z.custom<MutationName>((name) => typeof name === 'string' && isMutationName(name), {
  error: 'This version of BrainiX does not know that action.',
})

/**
 * The whole API between renderer and engine, as one typed map. Handlers and hooks derive from it.
 * Queries read SQLite and never touch the network; `null` means "not on this device".
 */
export const api = {
  session: {
    get: oc.output(type<SessionView>()),
    /** Chooses the centre. Fails with `not-a-gateway` or `offline`. */
    setGateway: oc.input(z.object({ url: z.string().min(1).max(2000) })).output(type<SessionView>()),
    /**
     * Starts signing in and tells where: the shell opens the address in the system browser, or, with `returnTo`
     * (the browser shell), the page itself goes there and comes back.
     */
    beginSignIn: oc
      .input(z.object({ returnTo: z.url().optional() }))
      .output(type<{ authorizationUrl: string; openedInBrowser: boolean }>()),
    cancelSignIn: oc.output(nothing),
    /** Keeps everything on the device, unsent work included; only the key to the centre is forgotten. */
    signOut: oc.output(nothing),
  },
  /** How the person who is signed in likes the app on this device; signed out, how the last one did. */
  settings: {
    get: oc.output(type<Settings>()),
    change: oc.input(settingsChange).output(type<Settings>()),
  },
  sync: {
    status: oc.output(type<SyncStatusView>()),
    activity: oc.output(type<ActivityView>()),
    attention: oc.output(type<AttentionView>()),
    /** The person has read what happened to the database of this device. */
    dismissIncident: oc.output(nothing),
    /** Does refused work again, with another text where it has one, and ends the refusals. Discarding is a mutation. */
    resend: oc
      .input(
        z.object({
          rejectionIds: z.array(id).min(1).max(1000),
          text: z.string().max(maxDraftLength).nullable(),
        }),
      )
      .output(nothing),
    /** Everything that waits, as a file for another device of the same person. */
    exportUnsent: oc.output(type<{ fileName: string; text: string }>()),
    /** Does what such a file says. Fails with `bad-input`, `forbidden` (another person's) or `contract-too-old`. */
    importUnsent: oc.input(z.object({ text: z.string().max(100_000_000) })).output(type<ImportView>()),
    /** What the connection is like, as far as the window knows. */
    setConnection: oc.input(z.object({ metered: z.boolean() })).output(nothing),
    /** The person's choice: on a metered connection send only what they did. */
    chooseOnlyOwnWork: oc.input(z.object({ onlyOwnWork: z.boolean() })).output(nothing),
    /** Tries at once, whatever the backoff says. */
    now: oc.output(nothing),
  },
  device: { clock: oc.output(type<DeviceClock>()) },
  /** Streams what changed, coalesced per commit. The first notice names everything. */
  notices: oc.output(eventIterator(type<Notice>())),
  /** Applies one named mutation on this device and queues it for the centre. Arguments as in `mutations.ts`. */
  mutate: oc.input(z.object({ name: mutationName, args: z.unknown() })).output(type<{ number: number }>()),
  catalogue: {
    list: oc.input(catalogueQuery).output(type<CataloguePage>()),
    facets: oc.output(type<CatalogueFacets>()),
    course: oc.input(z.object({ slug: z.string().min(1).max(300) })).output(type<CoursePageView | null>()),
  },
  search: {
    /** Courses, lessons and own notes with all the words of a text, the last one as far as it is typed. Any text will do. */
    find: oc
      .input(z.object({ text: z.string().max(100_000), limit: z.number().int().min(1).max(50).default(8) }))
      .output(type<SearchView>()),
  },
  library: {
    dashboard: oc.output(type<DashboardView>()),
    downloads: oc.output(type<DownloadsView>()),
    /** Size and state of a course's content, before and while keeping it. */
    keepState: oc.input(z.object({ courseId: id })).output(type<KeepState>()),
    /** What can be kept of a course, lesson by lesson. */
    parts: oc.input(z.object({ courseId: id })).output(type<KeepPartsView | null>()),
    /** Without `lessonIds` the whole course; with them these lessons, besides what is kept already. */
    keep: oc.input(z.object({ courseId: id, lessonIds: lessonIds.optional() })).output(nothing),
    /** Everything the person learns in that is not here yet. */
    keepAllLearning: oc.output(nothing),
    /** Whether the person can be without a connection for so many days. */
    travel: oc.input(z.object({ days: z.number().int().min(1).max(365) })).output(type<TravelView>()),
    /** Most bytes of files on this device; null: as many as there is space for. */
    chooseLimit: oc
      .input(z.object({ limitBytes: z.number().int().nonnegative().nullable() }))
      .output(nothing),
    pause: oc.input(z.object({ courseId: id })).output(nothing),
    /** Removes a course's content from the device, or the files of some lessons. Own notes, attempts and progress stay. */
    remove: oc.input(z.object({ courseId: id, lessonIds: lessonIds.optional() })).output(nothing),
  },
  player: {
    course: oc.input(z.object({ courseId: id })).output(type<PlayerCourseView | null>()),
    lesson: oc.input(z.object({ lessonId: id })).output(type<LessonView | null>()),
  },
  files: {
    /** Opens a file of a lesson in another program of this computer, where it is a document such programs read. */
    open: oc
      .input(z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/), name: z.string().min(1).max(300) }))
      .output(type<OpenedFile>()),
  },
  notes: {
    list: oc
      .input(
        z.object({
          courseId: id.optional(),
          lessonId: id.optional(),
          search: z.string().max(200).optional(),
        }),
      )
      .output(type<NoteView[]>()),
  },
  quiz: {
    get: oc.input(z.object({ quizId: id })).output(type<QuizView | null>()),
    attempt: oc.input(z.object({ attemptId: id })).output(type<AttemptView | null>()),
  },
  profile: { get: oc.output(type<ProfileView>()) },
  usage: {
    /** Notes down that something was looked at, where the person agreed to that; otherwise does nothing. */
    note: oc.input(usageNote).output(nothing),
  },
  progress: {
    /** The last seven days and the streak, for where the person is now. */
    week: oc.input(z.object({ timeZone: timeZoneName })).output(type<WeekView>()),
    overview: oc.input(z.object({ timeZone: timeZoneName })).output(type<ProgressView>()),
  },
  review: {
    summary: oc.input(z.object({ timeZone: timeZoneName })).output(type<ReviewSummary>()),
    /** The question to ask next; `first` is asked before all others, where it can be. */
    next: oc.input(z.object({ timeZone: timeZoneName, first: id.optional() })).output(type<ReviewView>()),
    choosePlan: oc.input(reviewPlan).output(nothing),
  },
}
export type Api = typeof api
