import type { CourseLevel, EnrollmentStatus, LessonType, QuizType } from './enums.ts'
import type { Delivery } from './sync-views.ts'

/** Courses as the catalogue and their page show them. Money is exact decimal text, media are URLs as in `views.ts`. */

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

/** What the person themselves says about a course. */
export interface OwnReviewView extends Omit<ReviewView, 'authorName'> {
  /** Whether the centre has it as it is here. */
  delivery: Delivery
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
    /** Years. */
    experience: number | null
    certifications: string[]
    /** Web addresses. */
    links: { website: string | null; linkedIn: string | null; twitter: string | null; github: string | null }
    totalCourses: number
    totalStudents: number
  }
  outline: OutlineModule[]
  lessonCount: number
  /** Of others, the latest first. */
  reviews: ReviewView[]
  ownReview: OwnReviewView | null
  /** Whether the person ever joined the course, and does not teach it. */
  mayReview: boolean
  /** Of all reviews on this device, the person's own as it is here: the centre's count follows a little later. */
  rating: { average: number; total: number }
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
