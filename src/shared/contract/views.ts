import type { AppErrorData } from '../errors/app-error.ts'
import type { EnrollmentView, KeepState, OutlineModule } from './catalogue-views.ts'
import type { LessonType, OrderStatus, UserRole } from './enums.ts'
import type { LessonResource } from './lesson-views.ts'
import type { AttemptSummary, QuizSummary } from './quiz-views.ts'
import type { Delivery } from './sync-views.ts'

/**
 * What the engine shows the renderer. Times are UTC milliseconds, money exact decimal text, media are URLs of the form
 * `brainix-file:<sha256>` which the renderer turns into what its shell serves.
 */

export interface Person {
  id: string
  name: string
  email: string
  role: UserRole
  /** Address of their picture. */
  avatar: string | null
}

export interface SessionView {
  phase: 'signed-out' | 'signing-in' | 'signed-in'
  person: Person | null
  /** The centre this device belongs to, null before one was chosen. */
  gatewayUrl: string | null
  /** Set when the centre no longer accepts the stored sign-in: work stays here, syncing waits. */
  signInExpired: boolean
  /** Why the last sign-in did not work. */
  signInError: AppErrorData | null
  /** Names of people who signed out on this device with work that has not been sent. It waits for them here. */
  unsentOfOthers: string[]
}

export interface DashboardView {
  person: Person
  /** Active enrollments by last access, at most 10. */
  enrollments: {
    id: string
    course: {
      id: string
      slug: string
      title: string
      thumbnail: string | null
      instructorName: string
      categoryColor: string | null
      categoryName: string
    }
    progressPercent: number
    completedLessons: number
    totalLessons: number
    lastAccessedAtMs: number
    device: KeepState
  }[]
  /** The one next thing: null when nothing is under way. */
  continueWith: {
    courseId: string
    courseTitle: string
    lessonId: string
    lessonTitle: string
    /** Estimated minutes left in the lesson. */
    minutesLeft: number | null
  } | null
  /** Latest 5. */
  orders: {
    id: string
    orderNumber: string
    status: OrderStatus
    total: string
    currency: string
    createdAtMs: number
    items: { courseId: string; title: string; price: string }[]
  }[]
  progress: { completedLessons: number; startedLessons: number }
  /** Quizzes handed in and waiting for a grade, and lately graded ones. */
  attempts: AttemptSummary[]
}

export interface PlayerCourseView {
  courseId: string
  title: string
  slug: string
  /** Attribution line of imported material, shown under the outline. */
  instructorName: string
  enrollment: EnrollmentView | null
  outline: OutlineModule[]
  /** Lesson to open when none was asked for. */
  resumeLessonId: string | null
}

export interface LessonView {
  id: string
  title: string
  type: LessonType
  description: string | null
  /** Markdown; null when not on this device. */
  content: string | null
  onDevice: boolean
  videoUrl: string | null
  videoSeconds: number | null
  moduleTitle: string
  courseId: string
  courseTitle: string
  completed: boolean
  watchedSeconds: number
  resources: LessonResource[]
  quizzes: QuizSummary[]
  previousLessonId: string | null
  nextLesson: { id: string; title: string } | null
}

export interface NoteView {
  id: string
  lessonId: string
  lessonTitle: string
  /** The lesson was deleted at the centre; its title is what it was called. */
  lessonGone: boolean
  courseId: string
  courseTitle: string
  content: string
  videoSecond: number | null
  createdAtMs: number
  updatedAtMs: number
  delivery: Delivery
}

export interface DownloadItem {
  courseId: string
  title: string
  slug: string
  keep: KeepState
  /** Only some lessons of it are wanted. */
  partial: boolean
}

export interface DownloadsView {
  items: DownloadItem[]
  usedBytes: number
  freeBytes: number | null
  /** Most bytes the person wants here; null: as many as there is space for. */
  limitBytes: number | null
}

/** Something changed. `tables` are SQL names; `status`, `session`, `downloads` are not in tables. */
export interface Notice {
  topics: ('tables' | 'status' | 'session' | 'downloads' | 'settings')[]
  tables: string[]
}
