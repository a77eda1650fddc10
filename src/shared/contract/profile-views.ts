import type { UserRole } from './enums.ts'
import type { Delivery } from './sync-views.ts'

/** The person's own profile, as it is on this device. */
export interface ProfileView {
  name: string
  email: string
  role: UserRole
  bio: string | null
  website: string | null
  avatar: string | null
  learningGoals: string[]
  preferredTopics: string[]
  /** One of the levels of courses, or what somebody wrote elsewhere. */
  skillLevel: string | null
  timeAvailability: string | null
  /** Topics of the catalogue, to choose from. */
  topics: string[]
  /** Null for who does not teach. */
  teaching: TeachingView | null
  delivery: Delivery
}

/** What an instructor says about their teaching. */
export interface TeachingView {
  title: string | null
  expertise: string[]
  /** Years. */
  experience: number | null
  certifications: string[]
  linkedIn: string | null
  twitter: string | null
  github: string | null
}
