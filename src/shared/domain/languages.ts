/** The languages the app speaks, each by its code in BCP 47. The first is spoken where none fits. */
export const appLanguages = ['en', 'es', 'ar'] as const
export type AppLanguage = (typeof appLanguages)[number]

const rightToLeft: ReadonlySet<AppLanguage> = new Set(['ar'])

/** Which way a language of the app is written. */
export function directionOf(language: AppLanguage): 'ltr' | 'rtl' {
  return rightToLeft.has(language) ? 'rtl' : 'ltr'
}

/** The first wish the app can fulfil ("es-MX" is fulfilled by "es"); English where there is none. */
export function fittingLanguage(wishes: readonly (string | null | undefined)[]): AppLanguage {
  for (const wish of wishes) {
    const base = wish?.toLowerCase().split(/[-_]/)[0]
    const language = appLanguages.find((candidate) => candidate === base)
    if (language) return language
  }
  return 'en'
}
