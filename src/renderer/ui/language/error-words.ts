import i18next from 'i18next'
import { AppError, errorCodes } from '../../../shared/errors/app-error.ts'
import { english } from '../locales/en.ts'
import { t } from './texts.ts'

type Said = keyof typeof english.errors.said

/**
 * What an error says to the person. The engine and the centre say it in English, for logs and for files that are taken
 * away; the sentence is looked up in the catalogue and said again in the language of the app. Where no catalogue has it
 * (a newer centre), English is shown as it came, and any other language says what the error's code means.
 */
export function errorWords(error: unknown): string {
  const { message, code } = AppError.from(error)
  return sentenceOf(message, code)
}

/** The same for a reason that came with its code, as of something refused. */
export function sentenceOf(text: string, code?: string): string {
  for (const { id, pattern, names } of sentences()) {
    const match = pattern.exec(text)
    if (!match) continue
    return t(`errors:said.${id}`, Object.fromEntries(names.map((name, index) => [name, match[index + 1]])))
  }
  const known = errorCodes.find((candidate) => candidate === code)
  return i18next.language === 'en' || known === undefined ? text : t(`errors:code.${known}`)
}

interface Sentence {
  id: Said
  pattern: RegExp
  names: string[]
}

let made: Sentence[] | null = null

function sentences(): Sentence[] {
  made ??= Object.entries(english.errors.said).map(([id, text]) => ({
    id: id as Said,
    names: [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? ''),
    pattern: new RegExp(
      `^${text
        .split(/\{\{\w+\}\}/)
        .map((part) => part.replace(/[.*?+^$()[\]{}|\\]/g, '\\$&'))
        .join('(.+)')}$`,
    ),
  }))
  return made
}
