import { afterEach, expect, test } from 'vitest'
import { AppError } from '../../../shared/errors/app-error.ts'
import { errorWords, sentenceOf } from './error-words.ts'
import { speak } from './texts.ts'

afterEach(() => speak('en'))

test('in English an error says what the engine said', () => {
  expect(errorWords(new AppError('not-found', 'This note was deleted on another device.'))).toBe(
    'This note was deleted on another device.',
  )
  expect(errorWords(new AppError('offline', 'A sentence of a newer centre.'))).toBe(
    'A sentence of a newer centre.',
  )
})

test('in another language the same sentence is said, with its names in it', async () => {
  await speak('es')
  expect(errorWords(new AppError('not-found', 'This note was deleted on another device.'))).toBe(
    'Esta nota se eliminó en otro dispositivo.',
  )
  expect(sentenceOf('Amina (a.b*c) is signed in on this device. Sign out first.', 'forbidden')).toBe(
    'Amina (a.b*c) tiene la sesión iniciada en este dispositivo. Ciérrala primero.',
  )
})

test('what no catalogue knows is said by its code; without one it is shown as it came', async () => {
  await speak('ar')
  expect(errorWords(new AppError('offline', 'A sentence of a newer centre.'))).toContain('تعذّر الوصول')
  expect(errorWords(new Error('ReferenceError: x'))).toContain('BrainiX')
  expect(sentenceOf('Nobody translated this.')).toBe('Nobody translated this.')
  expect(sentenceOf('Nobody translated this.', 'no-such-code')).toBe('Nobody translated this.')
})

test('a name cannot smuggle in anything else', async () => {
  await speak('es')
  const said = sentenceOf('{{person}} $& <b> is signed in on this device. Sign out first.', 'forbidden')
  expect(said).toContain('<b>')
  expect(said).toContain('$&')
})
