import { addTranslation } from 'media-chrome/dist/utils/i18n.js'
import { t } from '../../ui/language/texts.ts'
import type { English } from '../../ui/locales/en.ts'
import controls from './video-controls.json' with { type: 'json' }

type ControlWord = keyof English['player']['controls']
type Dictionary = Parameters<typeof addTranslation>[1]

/** Teaches the video's controls their names in the language of the app. @returns the language, for them to use. */
export function nameControls(language: string): string {
  // What the library says → the word in our catalogue.
  const words = Object.entries(controls as Record<string, ControlWord>).map(([theirs, ours]) => [
    theirs,
    t(`player:controls.${ours}`),
  ])
  addTranslation(language, Object.fromEntries(words) as Dictionary)
  return language
}
