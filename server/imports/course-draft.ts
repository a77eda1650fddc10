import type {
  CourseLevel,
  LessonType,
  QuestionType,
  QuizType,
  ResourceType,
} from '../../src/shared/contract/enums.ts'

/** A course as read from a folder: complete, checked, and not yet anywhere. Ids are stable (`stable-id.ts`). */
export interface CourseDraft {
  id: string
  slug: string
  title: string
  shortDescription: string | null
  /** Plain paragraphs, ending with the attribution line where the material has one. */
  description: string
  level: CourseLevel
  /** ISO 639-1. */
  language: string
  durationMinutes: number
  /** Exact decimals with two digits. */
  price: string
  discountPrice: string | null
  currency: string
  /** Category names from the top down; the last one is the course's. */
  category: { name: string; slug: string; parent: string | null }
  tags: string[]
  requirements: string[]
  objectives: string[]
  featured: boolean
  /** `brainix-file:<sha256>`. */
  thumbnail: string | null
  modules: ModuleDraft[]
  files: FileDraft[]
}

export interface ModuleDraft {
  id: string
  title: string
  description: string | null
  lessons: LessonDraft[]
}

export interface LessonDraft {
  id: string
  /** Path inside the folder, with forward slashes. */
  path: string
  title: string
  description: string | null
  type: LessonType
  /** Markdown; null for a lesson that is only a quiz. */
  content: string | null
  /** `brainix-file:<sha256>`, or an address on the web. */
  videoUrl: string | null
  videoSeconds: number | null
  isFree: boolean
  resources: ResourceDraft[]
  quizzes: QuizDraft[]
}

export interface ResourceDraft {
  id: string
  title: string
  type: ResourceType
  url: string
  sizeBytes: number | null
}

export interface QuizDraft {
  id: string
  title: string
  description: string | null
  type: QuizType
  timeLimitMinutes: number | null
  passingScore: number
  shuffleQuestions: boolean
  showCorrectAnswers: boolean
  allowRetakes: boolean
  maxAttempts: number | null
  questions: QuestionDraft[]
}

export interface QuestionDraft {
  id: string
  /** Markdown. */
  text: string
  type: QuestionType
  points: number
  options: string[]
  /** As `src/shared/domain/answers.ts` writes keys. */
  correctAnswer: string
  explanation: string | null
}

/** A file the course shows. Still in its folder: publishing copies it into the file store. */
export interface FileDraft {
  sha256: string
  sizeBytes: number
  mimeType: string
  name: string
  /** Where it lies now. */
  sourcePath: string
  /** The first lesson that shows it; null for the thumbnail. */
  lessonId: string | null
}
