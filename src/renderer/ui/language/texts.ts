import i18next, { type TFunction } from 'i18next'
import { initReactI18next } from 'react-i18next'
import { type AppLanguage, directionOf } from '../../../shared/domain/languages.ts'
import { type English, english, type TextArea, textAreas } from '../locales/en.ts'
import { perLocale, setLocale } from './locale.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common'
    resources: English
  }
}

const number = perLocale((locales) => new Intl.NumberFormat(locales))

/** English is part of the app's first script. Any other language is one more script of the app, fetched from the device. */
const others: Record<Exclude<AppLanguage, 'en'>, () => Promise<Record<TextArea, object>>> = {
  es: async () => (await import('../locales/es.ts')).spanish,
  ar: async () => (await import('../locales/ar.ts')).arabic,
}

void i18next.use(initReactI18next).init({
  lng: 'en',
  fallbackLng: 'en',
  ns: [...textAreas],
  defaultNS: 'common',
  resources: { en: english },
  initAsync: false,
  interpolation: {
    // React escapes what it shows.
    escapeValue: false,
  },
  react: { useSuspense: false },
})
i18next.services.formatter?.add('number', (value) => number().format(value))

/**
 * A text of the app outside a component: `t('status:sent')`. Inside one, `useTranslation('status')` reads better.
 * In plain functions it is called anew with every showing, so it follows the language.
 */
export const t: TFunction<typeof textAreas> = i18next.getFixedT(null, textAreas)

/** Speaks another language from now on: words, numbers and dates. Resolves when its words are there. */
export async function speak(language: AppLanguage): Promise<void> {
  if (language !== 'en' && !i18next.hasResourceBundle(language, 'common')) {
    const areas = await others[language]()
    for (const area of textAreas) i18next.addResourceBundle(language, area, areas[area])
  }
  setLocale(language)
  if (typeof document !== 'undefined') {
    document.documentElement.lang = language
    document.documentElement.dir = directionOf(language)
  }
  await i18next.changeLanguage(language)
}
