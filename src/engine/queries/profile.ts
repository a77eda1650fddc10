import { asc, eq } from 'drizzle-orm'
import { categories } from '../../../drizzle/schema/sqlite/courses.ts'
import { instructorProfiles, studentProfiles, users } from '../../../drizzle/schema/sqlite/people.ts'
import type { ProfileView, TeachingView } from '../../shared/contract/profile-views.ts'
import type { Person } from '../../shared/contract/views.ts'
import type { ReadDb } from '../db/read-db.ts'
import { deliveryOf, type QueryContext } from './query.ts'

/** The person's name and picture as they last chose them; undefined before their own row is here. */
export function ownLooks(read: ReadDb, userId: string): Pick<Person, 'name' | 'avatar'> | undefined {
  return read.select({ name: users.name, avatar: users.avatar }).from(users).where(eq(users.id, userId)).get()
}

/** What the person says about themselves. Before the first pull that is what their sign-in said. */
export function readProfile({ read, userId }: QueryContext, person: Person): ProfileView {
  const own = read.select().from(users).where(eq(users.id, userId)).get()
  const preferences = read.select().from(studentProfiles).where(eq(studentProfiles.userId, userId)).get()
  const topics = read.select({ name: categories.name }).from(categories).orderBy(asc(categories.name)).all()
  const teaching = read.select().from(instructorProfiles).where(eq(instructorProfiles.userId, userId)).get()
  const written = [
    ['users', userId],
    ['student_profiles', preferences?.id],
    ['instructor_profiles', teaching?.id],
  ] as const
  const waits = written.some(
    ([table, id]) => id !== undefined && deliveryOf(read, table, id) === 'on this device',
  )
  return {
    name: own?.name ?? person.name,
    email: own?.email ?? person.email,
    role: person.role,
    bio: own?.bio ?? null,
    website: own?.website ?? null,
    avatar: own?.avatar ?? null,
    learningGoals: preferences?.learningGoals ?? [],
    preferredTopics: preferences?.preferredTopics ?? [],
    skillLevel: preferences?.skillLevel ?? null,
    timeAvailability: preferences?.timeAvailability ?? null,
    topics: topics.map(({ name }) => name),
    teaching: person.role === 'INSTRUCTOR' ? teachingView(teaching) : null,
    delivery: waits ? 'on this device' : 'received',
  }
}

function teachingView(row: typeof instructorProfiles.$inferSelect | undefined): TeachingView {
  return {
    title: row?.title ?? null,
    expertise: row?.expertise ?? [],
    experience: row?.experience ?? null,
    certifications: row?.certifications ?? [],
    linkedIn: row?.linkedIn ?? null,
    twitter: row?.twitter ?? null,
    github: row?.github ?? null,
  }
}
