import { z } from 'zod'
import { courseLevels } from './enums.ts'
import { id, writtenText } from './mutation-parts.ts'

export const maxProfileTexts = 20

/** A line people write about themselves; never empty. */
const line = (maxLength: number) => z.string().trim().min(1).pipe(writtenText(maxLength))
/** The same where nothing is an answer too. */
const lineOrNothing = (maxLength: number) =>
  z
    .string()
    .trim()
    .pipe(writtenText(maxLength))
    .transform((text) => (text === '' ? null : text))
    .nullable()
const lines = z
  .array(line(200))
  .max(maxProfileTexts)
  .transform((texts) => [...new Set(texts)])

/** Where somebody is found on the web; nothing is an answer too. */
const webAddress = z
  .union([
    z.literal('').transform(() => null),
    z.url({ protocol: /^https?$/, hostname: /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i }).max(300),
  ])
  .nullable()

/** Pixels, of width and height. */
export const ownPictureSide = 128
const maxPictureText = 40_000

/** A small square picture of oneself, within its own address: it travels with the words, and needs no file. */
const ownPicture = z
  .string()
  .max(maxPictureText)
  .regex(/^data:image\/(?:webp|jpeg|png);base64,[A-Za-z0-9+/]+={0,2}$/)
  .nullable()

/** What people say about themselves. Each field stands for itself, so two devices can change different ones. */
export const profileFields = {
  name: line(120),
  bio: lineOrNothing(2_000),
  website: webAddress,
  avatar: ownPicture,
  learningGoals: lines,
  preferredTopics: lines,
  skillLevel: z.enum(courseLevels).nullable(),
  timeAvailability: lineOrNothing(200),
}

export const maxExperienceYears = 80

/** What people who teach say about that: it stands beside their courses, for everybody. */
export const teachingFields = {
  title: lineOrNothing(120),
  expertise: lines,
  /** Years. */
  experience: z.number().int().min(0).max(maxExperienceYears).nullable(),
  certifications: lines,
  linkedIn: webAddress,
  twitter: webAddress,
  github: webAddress,
}

/** Something but the id is given. */
const changesSomething = ({ profileId: _, ...fields }: { profileId: string }) =>
  Object.values(fields).some((value) => value !== undefined)
const nothingToChange = { error: 'There is nothing in it to change.' }

export const profileMutationArgs = {
  /**
   * Changes fields of the person's own profile; fields left out stay. The edit that arrives last wins, field by field.
   * `profileId` names the learning preferences where the person has none yet.
   */
  'profile.edit': z
    .object({ profileId: id, ...z.object(profileFields).partial().shape })
    .refine(changesSomething, nothingToChange),

  /**
   * The same for what an instructor says about their teaching; refused to everybody else. `profileId` names it where the
   * person has said nothing yet.
   */
  'profile.editTeaching': z
    .object({ profileId: id, ...z.object(teachingFields).partial().shape })
    .refine(changesSomething, nothingToChange),
} as const
