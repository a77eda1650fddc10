import type { CentreMutation } from '../mutation-context.ts'

/** Sets the fields that are given, in the order in which edits arrive. */
export const edit: CentreMutation<'profile.edit'> = async ({ client, caller }, args) => {
  const { profileId, name, bio, website, learningGoals, preferredTopics, skillLevel, timeAvailability } = args
  if ([name, bio, website].some((value) => value !== undefined))
    await client.query({
      name: 'profile-person',
      text: `UPDATE users SET
               name = coalesce($2, name),
               bio = CASE WHEN $3 THEN $4 ELSE bio END,
               website = CASE WHEN $5 THEN $6 ELSE website END,
               updated_at = now()
             WHERE id = $1`,
      values: [
        caller.userId,
        name ?? null,
        bio !== undefined,
        bio ?? null,
        website !== undefined,
        website ?? null,
      ],
    })
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
