import type { AppErrorData } from '../errors/app-error.ts'
import type {
  CourseLevel,
  EnrollmentStatus,
  LessonType,
  OrderStatus,
  QuestionType,
  QuizType,
  UserRole,
} from './enums.ts'
import type { LessonResource } from './lesson-views.ts'

/**
 * What the engine shows the renderer. Times are UTC milliseconds, money exact decimal text, media are URLs of the form
 * `brainix-file:<sha256>` which the renderer turns into what its shell serves.
 */

import type { ThingWords } from './thing-words.ts'

export interface Person {
  id: string
  name: string
  email: string
  role: UserRole
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

/** Things waiting to be sent, by what they are to the person. */
export interface WaitingCounts {
  notes: number
  quizzes: number
  progress: number
  /** Questions answered from memory in the review. */
  reviews: number
  enrollments: number
  /** Decisions about refused or conflicting work. */
  decisions: number
  drafts: number
  /** Changes of the person's own profile. */
  profiles: number
  total: number
}

export type SyncState = 'offline' | 'waiting' | 'syncing' | 'delivered' | 'attention'

export interface SyncStatusView {
  /**
   * `offline`: the centre cannot be reached; `waiting`: reachable or unknown, with something not yet sent;
   * `syncing`: a transfer is under way; `delivered`: everything this device did is at the centre;
   * `attention`: something was refused, or the person must sign in again.
   */
  state: SyncState
  waiting: WaitingCounts
  attentionCount: number
  online: boolean
  /** When everything was last known to be delivered, or when the last exchange succeeded. */
  lastSuccessAtMs: number | null
  deliveredAtMs: number | null
  nextTryAtMs: number | null
  /** Why it is not running, in plain words. */
  reason: string | null
  metered: MeteredView
}

export interface MeteredView {
  /** The connection costs by the byte, as far as this device can tell. */
  detected: boolean
  /** The person's choice: on such a connection send only what they did. */
  onlyOwnWork: boolean
}

export type WorkKind =
  | 'note'
  | 'quiz'
  | 'progress'
  | 'review'
  | 'enrollment'
  | 'decision'
  | 'draft'
  | 'profile'

/** One thing a person did, however many changes it took. */
export interface ActivityThing {
  key: string
  /** In English: "Note in Tracking Changes". */
  label: string
  words: ThingWords
  kind: WorkKind
  changes: number
  /** When it was last changed, by this device's clock. */
  madeAtMs: number
  /** `sent`: it may have arrived, and waits for the centre's word. */
  state: 'on this device' | 'sent' | 'received' | 'graded'
  /** Its way ends with a grade: a quiz that was handed in. */
  isGraded: boolean
  /** Percentage 0–100, once graded. */
  scorePercent: number | null
  /** The attempt, where it was handed in. */
  attemptId: string | null
  deliveredAtMs: number | null
}

export interface ActivityView {
  /** In the order in which it goes out. */
  waiting: ActivityThing[]
  /** Of the last 30 days, the latest first. */
  delivered: ActivityThing[]
}

/** Something the centre refused: a note or an attempt with all that was refused of it, or a single change. */
export interface RefusedItem {
  id: string
  rejectionIds: string[]
  /** In English. */
  label: string
  words: ThingWords
  kind: WorkKind
  code: string
  /** Plain words. */
  reason: string
  createdAtMs: number
  /** What the person wrote, where it is a text. */
  text: string | null
  /** How it can be sent again: with its text changed, as it is, or not from here. */
  mend: 'edit' | 'as-is' | null
  refusals: { number: number; mutation: string; code: string; reason: string; payload: unknown }[]
}

/** Two texts that could not be made one. */
export interface ConflictItem {
  id: string
  /** In English: "Note in Tracking Changes". */
  label: string
  words: ThingWords
  table: string
  field: string
  rowId: string
  /** What both started from; null where that is not known. */
  base: string | null
  /** The edit that arrived second, and what it found. */
  mine: string
  theirs: string
  /** The text as it is now, both sides marked in it; null where its row is no longer here. */
  current: string | null
  /** It can be set from here: its row is here, and the field is one that is edited as a text. */
  isEditable: boolean
  createdAtMs: number
}

/** The database of this device was damaged and has been rebuilt. */
export interface IncidentView {
  atMs: number
  /** Name of the damaged file, which was kept. */
  damagedFile: string
  /** Changes the centre had not confirmed that were carried over. */
  rescued: number
  /** Whether all of what waited could be read. */
  outboxWhole: boolean
}

export interface AttentionView {
  incident: IncidentView | null
  refused: RefusedItem[]
  conflicts: ConflictItem[]
}

/** What came of a file of unsent work. */
export interface ImportView {
  imported: number
  /** Were here already. */
  skipped: number
  /** Could not be done on this device; they stay in the file. */
  failed: { label: string; words: ThingWords; reason: string }[]
}

export interface CategoryView {
  id: string
  name: string
  slug: string
  color: string | null
  icon: string | null
  parentId: string | null
  /** Published courses on this device's catalogue in this category. */
  courseCount: number
}

export interface CourseCard {
  id: string
  title: string
  slug: string
  shortDescription: string | null
  thumbnail: string | null
  price: string
  discountPrice: string | null
  currency: string
  averageRating: string
  totalReviews: number
  totalStudents: number
  level: CourseLevel
  language: string
  durationMinutes: number | null
  featured: boolean
  instructor: { id: string; name: string; avatar: string | null }
  category: { id: string; name: string; slug: string; color: string | null }
  enrolled: boolean
  /** Percentage 0–100 where enrolled. */
  progressPercent: number | null
  device: KeepState
}

/** Where a course's content is. */
export interface KeepState {
  state: 'not-kept' | 'queued' | 'downloading' | 'paused' | 'kept' | 'failed'
  /** Bytes of media the course has, whether here or not. */
  totalBytes: number
  /** Bytes of media that are here. */
  doneBytes: number
  error: string | null
}

export interface CataloguePage {
  total: number
  courses: CourseCard[]
}

export interface CatalogueFacets {
  categories: CategoryView[]
  languages: string[]
  tags: string[]
  /** Whether the catalogue has ever been received on this device. */
  received: boolean
}

export interface OutlineLesson {
  id: string
  title: string
  type: LessonType
  isFree: boolean
  /** Seconds of video, where there is one. */
  videoSeconds: number | null
  completed: boolean
  watchedSeconds: number
  /** Whether the lesson's text (and quiz) is on this device. */
  onDevice: boolean
  quizzes: { id: string; title: string; type: QuizType }[]
}

export interface OutlineModule {
  id: string
  title: string
  lessons: OutlineLesson[]
}

export interface ReviewView {
  id: string
  authorName: string
  rating: number
  title: string | null
  comment: string
  createdAtMs: number
}

export interface CoursePageView {
  course: CourseCard
  description: string
  objectives: string[]
  requirements: string[]
  tags: string[]
  updatedAtMs: number
  instructor: {
    id: string
    name: string
    avatar: string | null
    bio: string | null
    title: string | null
    expertise: string[]
    totalCourses: number
    totalStudents: number
  }
  outline: OutlineModule[]
  lessonCount: number
  reviews: ReviewView[]
  /** Number of reviews with 1, 2, 3, 4, 5 stars. */
  ratingDistribution: [number, number, number, number, number]
  enrollment: EnrollmentView | null
}

export interface EnrollmentView {
  id: string
  status: EnrollmentStatus
  progressPercent: number
  lastLessonId: string | null
  enrolledAtMs: number
  completedAtMs: number | null
  lastAccessedAtMs: number
  /** Whether the centre knows it yet. */
  delivery: Delivery
}

/** Where something a person made is. */
export type Delivery = 'on this device' | 'received'

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

export interface AttemptSummary {
  id: string
  quizId: string
  lessonId: string
  courseId: string
  quizTitle: string
  quizType: QuizType
  /** `open`: not handed in; `waiting`: handed in, not received or not graded; `graded`. */
  state: 'open' | 'waiting' | 'graded'
  delivery: Delivery
  /** Percentage 0–100 once graded. */
  scorePercent: number | null
  passed: boolean | null
  startedAtMs: number
  submittedAtMs: number | null
  gradedAtMs: number | null
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

export interface QuizSummary {
  id: string
  title: string
  type: QuizType
  questionCount: number
  timeLimitMinutes: number | null
  passingScore: number
  bestScorePercent: number | null
}

export interface NoteView {
  id: string
  lessonId: string
  lessonTitle: string
  courseId: string
  courseTitle: string
  content: string
  videoSecond: number | null
  createdAtMs: number
  updatedAtMs: number
  delivery: Delivery
}

export interface QuizQuestion {
  id: string
  /** Markdown. */
  text: string
  type: QuestionType
  points: number
  options: string[]
  /** More than one option may be chosen. */
  multipleAnswers: boolean
  /** Blanks in a FILL_IN_BLANK text, 0 otherwise. */
  blankCount: number
}

export interface AnswerView {
  questionId: string
  selectedAnswer: string
  /** Known for practice at once, for graded quizzes after the centre graded; null: waits (or an essay). */
  correct: boolean | null
  pointsEarned: number | null
  /** The right answer(s) as text for people, where they may be shown. */
  correctAnswer: string[] | null
  explanation: string | null
}

export interface AttemptView extends AttemptSummary {
  /** Those on this device, as the attempt asked them: in its order, options included. */
  questions: QuizQuestion[]
  answers: AnswerView[]
  pointsEarned: number | null
  pointsPossible: number
  /** Answers waiting for a person to grade them. */
  waitingForPerson: number
  overLimit: boolean
}

export interface QuizView {
  id: string
  title: string
  description: string | null
  type: QuizType
  lessonId: string
  lessonTitle: string
  courseId: string
  timeLimitMinutes: number | null
  passingScore: number
  shuffleQuestions: boolean
  showCorrectAnswers: boolean
  allowRetakes: boolean
  maxAttempts: number | null
  /** Empty when not on this device. In the order of the attempt under way (shuffled per attempt). */
  questions: QuizQuestion[]
  onDevice: boolean
  /** Newest first. */
  attempts: AttemptSummary[]
  /** The attempt that is not handed in, if there is one, with its answers. */
  open: AttemptView | null
  /** Whether a new attempt may be started, and why not. */
  mayStart: boolean
  whyNot: string | null
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
