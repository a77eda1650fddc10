import type { MutationArgs } from '../../../src/shared/contract/mutations.ts'
import { AppError } from '../../../src/shared/errors/app-error.ts'
import type { CentreMutation } from '../mutation-context.ts'

/** Sets the fields that are given, in the order in which edits arrive. */
export const edit: CentreMutation<'profile.edit'> = async ({ client, caller }, args) => {
  const { profileId, name, bio, website, avatar } = args
  if ([name, bio, website, avatar].some((value) => value !== undefined))
    await client.query({
      name: 'profile-person',
      text: `UPDATE users SET
               name = coalesce($2, name),
               bio = CASE WHEN $3 THEN $4 ELSE bio END,
               website = CASE WHEN $5 THEN $6 ELSE website END,
               avatar = CASE WHEN $7 THEN $8 ELSE avatar END,
               updated_at = now()
             WHERE id = $1`,
      values: [
        caller.userId,
        name ?? null,
        bio !== undefined,
        bio ?? null,
        website !== undefined,
        website ?? null,
        avatar !== undefined,
        avatar ?? null,
      ],
    })
  const { learningGoals, preferredTopics, skillLevel, timeAvailability } = args
  if ([learningGoals, preferredTopics, skillLevel, timeAvailability].some((value) => value !== undefined))
    await client.query({
      name: 'profile-preferences',
      text: `INSERT INTO student_profiles AS known
               (id, user_id, learning_goals, preferred_topics, skill_level, time_availability)
             VALUES ($1, $2, coalesce($3::text[], '{}'), coalesce($4::text[], '{}'), $6, $8)
             ON CONFLICT (user_id) DO UPDATE SET
               learning_goals = coalesce($3::text[], known.learning_goals),
               preferred_topics = coalesce($4::text[], known.preferred_topics),
               skill_level = CASE WHEN $5 THEN $6 ELSE known.skill_level END,
               time_availability = CASE WHEN $7 THEN $8 ELSE known.time_availability END,
               updated_at = now()`,
      values: [
        profileId,
        caller.userId,
        learningGoals ?? null,
        preferredTopics ?? null,
        skillLevel !== undefined,
        skillLevel ?? null,
        timeAvailability !== undefined,
        timeAvailability ?? null,
      ],
    })
}

/** Columns of what an instructor says about their teaching, by field. */
const teachingColumns = {
  title: 'title',
  expertise: 'expertise',
  experience: 'experience',
  certifications: 'certifications',
  linkedIn: 'linked_in',
  twitter: 'twitter',
  github: 'github',
} as const satisfies Record<Exclude<keyof MutationArgs<'profile.editTeaching'>, 'profileId'>, string>

/** Sets the fields that are given. Everybody sees them, so only who teaches may. */
export const editTeaching: CentreMutation<'profile.editTeaching'> = async ({ client, caller }, args) => {
  if (caller.role !== 'INSTRUCTOR')
    throw new AppError('forbidden', 'Only people who teach can say this about themselves.')
  const { profileId, ...fields } = args
  const given = Object.entries(fields).filter(([, value]) => value !== undefined)
  const columns = given.map(([field]) => teachingColumns[field as keyof typeof fields])
  await client.query(
    `INSERT INTO instructor_profiles (id, user_id, ${columns.join(', ')})
     VALUES ($1, $2, ${columns.map((_, at) => `$${at + 3}`).join(', ')})
     ON CONFLICT (user_id) DO UPDATE SET
       ${columns.map((column) => `${column} = excluded.${column}`).join(', ')}, updated_at = now()`,
    [profileId, caller.userId, ...given.map(([, value]) => value)],
  )
}
