import { z } from 'zod'
import { appLanguages } from '../domain/languages.ts'

export const themes = ['auto', 'light', 'dark'] as const
export const readingFonts = ['serif', 'sans', 'legible'] as const
export const lineWidths = ['narrow', 'medium', 'wide'] as const
/** Pixels of a lesson's running text. */
export const readingSizes = [16, 17, 18, 20, 23, 26] as const

/**
 * How one person likes BrainiX on one device. Kept by the engine, so that every window of every shell agrees. Each field
 * stands for itself: one that cannot be read is as it is by default.
 */
const fields = {
  /** Null: the language of the system, where the app speaks it. */
  language: z.enum(appLanguages).nullable(),
  theme: z.enum(themes),
  readingSizePx: z.literal(readingSizes),
  lineWidth: z.enum(lineWidths),
  /** `legible`: a typeface made for people who find reading hard. */
  readingFont: z.enum(readingFonts),
  /** Captions to show with films: their language (BCP 47), or their name where no language is known; null: none. */
  captions: z.string().min(1).max(200).nullable(),
  /** Whether the centre may learn what is looked at. Nothing is noted down before the person agrees. */
  shareUsage: z.boolean(),
  /** Local time of day of the reminder to study, `18:30`; null: none. */
  remindAt: z
    .string()
    .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/)
    .nullable(),
  /** Minutes of study a day the person means to reach. */
  dailyMinutes: z.number().int().min(5).max(600),
}

export const settingsChange = z.object(fields).partial()
export type SettingsChange = z.infer<typeof settingsChange>

export const defaultSettings: Settings = {
  language: null,
  theme: 'auto',
  readingSizePx: 18,
  lineWidth: 'medium',
  readingFont: 'serif',
  captions: null,
  shareUsage: false,
  remindAt: null,
  dailyMinutes: 20,
}

/** Settings as they were kept, whatever version of the app kept them. */
export const settings = z.object({
  language: fields.language.catch(defaultSettings.language),
  theme: fields.theme.catch(defaultSettings.theme),
  readingSizePx: fields.readingSizePx.catch(defaultSettings.readingSizePx),
  lineWidth: fields.lineWidth.catch(defaultSettings.lineWidth),
  readingFont: fields.readingFont.catch(defaultSettings.readingFont),
  captions: fields.captions.catch(defaultSettings.captions),
  shareUsage: fields.shareUsage.catch(defaultSettings.shareUsage),
  remindAt: fields.remindAt.catch(defaultSettings.remindAt),
  dailyMinutes: fields.dailyMinutes.catch(defaultSettings.dailyMinutes),
})

export interface Settings {
  language: (typeof appLanguages)[number] | null
  theme: (typeof themes)[number]
  readingSizePx: (typeof readingSizes)[number]
  lineWidth: (typeof lineWidths)[number]
  readingFont: (typeof readingFonts)[number]
  captions: string | null
  shareUsage: boolean
  remindAt: string | null
  dailyMinutes: number
}
