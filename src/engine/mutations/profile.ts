import { eq } from 'drizzle-orm'
import { instructorProfiles, studentProfiles, users } from '../../../drizzle/schema/sqlite/people.ts'
import type { DeviceMutation } from './mutation.ts'

/** Both rows of a person: who they are, and how they like to learn. */
export const edit: DeviceMutation<'profile.edit'> = ({ tx, userId, madeAtMs }, args) => {
  const { profileId, name, bio, website, avatar } = args
  const person = given({ name, bio, website, avatar })
  if (Object.keys(person).length > 0) tx.local.update(users, userId, person)
  const { learningGoals, preferredTopics, skillLevel, timeAvailability } = args
  const preferences = given({ learningGoals, preferredTopics, skillLevel, timeAvailability })
  if (Object.keys(preferences).length === 0) return
  const known = tx.read
    .select({ id: studentProfiles.id })
    .from(studentProfiles)
    .where(eq(studentProfiles.userId, userId))
    .get()
  if (known) tx.local.update(studentProfiles, known.id, preferences)
  else
    tx.local.insert(studentProfiles, {
      id: profileId,
      userId,
      createdAt: madeAtMs,
      updatedAt: madeAtMs,
      ...preferences,
    })
}

/** What an instructor says about their teaching. Whether they are one is the centre's to say. */
export const editTeaching: DeviceMutation<'profile.editTeaching'> = ({ tx, userId, madeAtMs }, args) => {
  const { profileId, ...fields } = args
  const known = tx.read
    .select({ id: instructorProfiles.id })
    .from(instructorProfiles)
    .where(eq(instructorProfiles.userId, userId))
    .get()
  if (known) tx.local.update(instructorProfiles, known.id, given(fields))
  else
    tx.local.insert(instructorProfiles, {
      id: profileId,
      userId,
      createdAt: madeAtMs,
      updatedAt: madeAtMs,
      ...given(fields),
    })
}

/** The fields that are there. */
function given<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
}
