import { expect, test } from 'vitest'
import { captionWish, chooseCaptions } from './caption-choice.ts'

const english = { language: 'en', label: 'English' }
const spanish = { language: 'es-MX', label: 'Spanish (Mexico)' }
const unnamed = { language: '', label: 'For the hard of hearing' }
const all = [english, spanish, unnamed]

test('captions that were chosen once are shown again, whatever other film they belong to', () => {
  for (const track of all) expect(chooseCaptions(all, captionWish(track), 'en')).toBe(track)
  expect(chooseCaptions([english, { ...spanish, language: 'es' }], 'es-MX', 'en')?.language).toBe('es')
})

test('somebody who wants captions gets some, in the language of the app if they can', () => {
  expect(chooseCaptions(all, 'ar', 'es')).toBe(spanish)
  expect(chooseCaptions([unnamed, english], 'ar', 'fr')).toBe(unnamed)
})

test('somebody who wants none gets none', () => {
  expect(chooseCaptions(all, null, 'en')).toBeNull()
  expect(chooseCaptions([], 'en', 'en')).toBeNull()
})
