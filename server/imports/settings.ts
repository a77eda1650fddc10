import { z } from 'zod'

/** A text, also where YAML reads a number or a date into it. */
const text = z.union([z.string(), z.number(), z.boolean(), z.date().transform((date) => date.toISOString())])
const line = text.transform((value) => String(value).replace(/\s+/g, ' ').trim()).pipe(z.string().min(1))
const lines = z.array(line)
/** A list, or one text with commas. */
const words = z.union([
  lines,
  z.string().transform((value) =>
    value
      .split(',')
      .map((word) => word.trim())
      .filter(Boolean),
  ),
])
const minutes = z.number().nonnegative().max(100_000)
const money = z
  .union([z.string(), z.number()])
  .transform(String)
  .pipe(z.string().regex(/^\d{1,8}(\.\d{1,2})?$/, 'an amount such as 19.90 is expected'))
  .transform((amount) => {
    const [whole = '0', cents = ''] = amount.split('.')
    return `${whole}.${cents.padEnd(2, '0')}`
  })
const paths = z.array(z.string().min(1))

/** YAML leaves what is not filled in as null: the same as absent. */
const optional = <T extends z.ZodType>(schema: T) =>
  z
    .union([schema, z.null()])
    .optional()
    .transform((value) => value ?? undefined)

/** What `config.yaml` (of The Carpentries' Workbench, or ours) says about a course. Unknown keys are let be. */
export const courseSettings = z.object({
  title: optional(line),
  slug: optional(z.string().regex(/^[\p{L}\p{N}-]{1,80}$/u, 'letters, digits and hyphens are expected')),
  description: optional(z.string()),
  short_description: optional(line),
  lang: optional(z.string().regex(/^[A-Za-z]{2,3}(-\w+)?$/, 'a language such as en is expected')),
  level: optional(
    z
      .string()
      .transform((value) => value.toUpperCase())
      .pipe(z.enum(['BEGINNER', 'INTERMEDIATE', 'ADVANCED'])),
  ),
  category: optional(words),
  price: optional(money),
  discount_price: optional(money),
  currency: optional(z.string().regex(/^[A-Z]{3}$/, 'a currency such as USD is expected')),
  tags: optional(words),
  keywords: optional(words),
  requirements: optional(lines),
  objectives: optional(lines),
  featured: optional(z.boolean()),
  thumbnail: optional(z.string()),
  license: optional(line),
  copyright: optional(line),
  source: optional(z.string()),
  url: optional(z.string()),
  episodes: optional(paths),
  modules: optional(
    z.array(z.object({ title: line, description: optional(z.string()), lessons: paths })).min(1),
  ),
})
export type CourseSettings = z.infer<typeof courseSettings>

/** A lesson's front matter. `teaching` and `exercises` are the Workbench's minutes. */
export const lessonSettings = z.object({
  title: optional(line),
  description: optional(line),
  teaching: optional(minutes),
  exercises: optional(minutes),
  minutes: optional(minutes),
  video: optional(z.string()),
  video_seconds: optional(z.number().int().positive()),
  /** Captions (`talk.es.vtt`) and chapters (`talk.chapters.vtt`) of the video. */
  captions: optional(z.union([z.string().transform((path) => [path]), paths])),
  /** What the lesson is, where neither its video nor anything else says so. */
  type: optional(z.enum(['text', 'assignment', 'live-session'])),
  free: optional(z.boolean()),
  quiz: optional(z.union([z.string().transform((path) => [path]), paths])),
  resources: optional(
    z.array(
      z.object({
        title: line,
        type: optional(z.enum(['PDF', 'DOCUMENT', 'SPREADSHEET', 'PRESENTATION', 'CODE', 'LINK'])),
        url: z.string().min(1),
      }),
    ),
  ),
})
export type LessonSettings = z.infer<typeof lessonSettings>
