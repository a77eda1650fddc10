import { z } from 'zod'
import { type Settings, themes } from '../../shared/contract/settings.ts'
import { type AppLanguage, appLanguages, fittingLanguage } from '../../shared/domain/languages.ts'

/**
 * The engine knows how a person likes the app. So that nothing flashes before it answers, this window remembers the last
 * answer's language and theme. It is a copy and never asked once the engine has spoken.
 */
const key = 'brainix-first-paint'
const remembered = z.object({ language: z.enum(appLanguages).nullable(), theme: z.enum(themes) })
type FirstPaint = z.infer<typeof remembered>

export function readFirstPaint(): FirstPaint {
  try {
    return remembered.parse(JSON.parse(localStorage.getItem(key) ?? ''))
  } catch {
    return { language: null, theme: 'auto' }
  }
}

export function rememberFirstPaint({ language, theme }: Settings): void {
  localStorage.setItem(key, JSON.stringify({ language, theme }))
}

/** The language to speak: the one chosen on this device, else the system's. */
export function languageOf({ language }: Pick<Settings, 'language'>): AppLanguage {
  return language ?? fittingLanguage(navigator.languages)
}
