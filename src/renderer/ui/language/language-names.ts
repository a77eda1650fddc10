import type { AppLanguage } from '../../../shared/domain/languages.ts'

/** Each language by the name its own speakers give it, whatever is spoken now. */
export const languageNames: Record<AppLanguage, string> = { en: 'English', es: 'Español', ar: 'العربية' }
