import type { AppLanguage } from '../../../shared/domain/languages.ts'

let locales: readonly string[] = localesOf('en')

/** What `Intl` is asked for: the app's language, as the system's region writes it where the system speaks it too. */
export function currentLocales(): readonly string[] {
  return locales
}

/** Only `speak` in texts.ts calls this: words and numbers change together. */
export function setLocale(language: AppLanguage): void {
  locales = localesOf(language)
}

/** Makes an `Intl` formatter once per language. */
export function perLocale<T>(make: (locales: string[]) => T): () => T {
  let last: { of: readonly string[]; made: T } | null = null
  return () => {
    if (last === null || last.of !== locales) last = { of: locales, made: make([...locales]) }
    return last.made
  }
}

function localesOf(language: AppLanguage): string[] {
  const system = typeof navigator === 'undefined' ? [] : navigator.languages
  return [...system.filter((tag) => tag.toLowerCase().split('-')[0] === language), language]
}
