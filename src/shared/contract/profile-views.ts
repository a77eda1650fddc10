import type { UserRole } from './enums.ts'
import type { Delivery } from './sync-views.ts'

/** The person's own profile, as it is on this device. */
export interface ProfileView {
  name: string
  email: string
  role: UserRole
  bio: string | null
  website: string | null
  learningGoals: string[]
  preferredTopics: string[]
  /** One of the levels of courses, or what somebody wrote elsewhere. */
  skillLevel: string | null
  timeAvailability: string | null
  /** Topics of the catalogue, to choose from. */
  topics: string[]
  delivery: Delivery
}
