import { asc, eq } from 'drizzle-orm'
import { categories } from '../../../drizzle/schema/sqlite/courses.ts'
import { studentProfiles, users } from '../../../drizzle/schema/sqlite/people.ts'
import type { ProfileView } from '../../shared/contract/profile-views.ts'
import type { Person } from '../../shared/contract/views.ts'
import type { ReadDb } from '../db/read-db.ts'
import { deliveryOf, type QueryContext } from './query.ts'

/** The person's name as they last wrote it; undefined before their own row is here. */
export function ownName(read: ReadDb, userId: string): string | undefined {
  return read.select({ name: users.name }).from(users).where(eq(users.id, userId)).get()?.name
}

/** What the person says about themselves. Before the first pull that is what their sign-in said. */
export function readProfile({ read, userId }: QueryContext, person: Person): ProfileView {
  const own = read.select().from(users).where(eq(users.id, userId)).get()
  const preferences = read.select().from(studentProfiles).where(eq(studentProfiles.userId, userId)).get()
  const topics = read.select({ name: categories.name }).from(categories).orderBy(asc(categories.name)).all()
  const waits =
    deliveryOf(read, 'users', userId) === 'on this device' ||
    (preferences !== undefined && deliveryOf(read, 'student_profiles', preferences.id) === 'on this device')
  return {
    name: own?.name ?? person.name,
    email: own?.email ?? person.email,
    role: person.role,
    bio: own?.bio ?? null,
    website: own?.website ?? null,
    learningGoals: preferences?.learningGoals ?? [],
    preferredTopics: preferences?.preferredTopics ?? [],
    skillLevel: preferences?.skillLevel ?? null,
    timeAvailability: preferences?.timeAvailability ?? null,
    topics: topics.map(({ name }) => name),
    delivery: waits ? 'on this device' : 'received',
  }
}
