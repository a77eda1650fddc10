import { expect, test } from 'vitest'
import { isMentioned } from './mentioned.ts'

test('a label is meant by the beginnings of its words, in any order, case and accents', () => {
  expect(isMentioned('Modo de concentración', 'CONCENTRACION mo')).toBe(true)
  expect(isMentioned('Sync now', 'ync')).toBe(false)
  expect(isMentioned('المزامنة الآن', 'الان')).toBe(true)
  expect(isMentioned('Sync now', '  ')).toBe(true)
})
