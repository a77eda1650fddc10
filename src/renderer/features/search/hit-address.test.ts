import { expect, test } from 'vitest'
import { courseAddress, lessonAddress, noteAddress } from './hit-address.ts'

const lesson = { id: 'l 1', courseId: 'c/1', courseSlug: 'git', mayOpen: true }

test('a hit leads to its place, whatever its name is made of', () => {
  expect(courseAddress({ slug: 'c++/now' })).toBe('/course/c%2B%2B%2Fnow')
  expect(lessonAddress(lesson)).toBe('/learn/c%2F1/l%201')
})

test('a lesson that may not be opened leads to its course', () => {
  expect(lessonAddress({ ...lesson, mayOpen: false })).toBe('/course/git')
})

test('a note leads to the second it was written at, or to its passage', () => {
  const note = { id: 'n', courseId: 'c', lessonId: 'l', lessonGone: false, videoSecond: 12 }
  expect(noteAddress(note)).toBe('/learn/c/l?second=12')
  expect(noteAddress({ ...note, videoSecond: null })).toBe('/learn/c/l?note=n')
})

test('a note whose lesson was deleted leads to itself', () => {
  const note = { id: 'n 1', courseId: 'c', lessonId: 'l', lessonGone: true, videoSecond: 12 }
  expect(noteAddress(note)).toBe('/notes?note=n%201')
})
