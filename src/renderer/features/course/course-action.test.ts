import { expect, test } from 'vitest'
import type { CourseCard, EnrollmentView, KeepState } from '../../../shared/contract/catalogue-views.ts'
import { courseAction } from './course-action.ts'

const notKept: KeepState = { state: 'not-kept', totalBytes: 48_000_000, doneBytes: 0, error: null }
const kept: KeepState = { ...notKept, state: 'kept', doneBytes: 48_000_000 }
const free: CourseCard = {
  id: 'c',
  title: 'Git',
  slug: 'git',
  shortDescription: null,
  thumbnail: null,
  price: '0.00',
  discountPrice: null,
  currency: 'USD',
  averageRating: '4.5',
  totalReviews: 2,
  totalStudents: 5,
  level: 'BEGINNER',
  language: 'en',
  durationMinutes: 90,
  featured: false,
  instructor: { id: 'i', name: 'Ines', avatar: null },
  category: { id: 'k', name: 'Code', slug: 'code', color: null },
  enrolled: false,
  progressPercent: null,
  device: notKept,
}
const enrollment: EnrollmentView = {
  id: 'e',
  status: 'ACTIVE',
  progressPercent: 0,
  lastLessonId: null,
  enrolledAtMs: 0,
  completedAtMs: null,
  lastAccessedAtMs: 0,
  delivery: 'on this device',
}

test('a free course offers to enroll and keep it, with its size, and to enroll without keeping', () => {
  const action = courseAction({ course: free, enrollment: null })
  expect(action).toEqual({
    kind: 'enroll',
    label: 'Enroll and keep on this device · 48 MB',
    alternative: 'Enroll without keeping',
  })
})

test('a course of text alone names no size', () => {
  const course = { ...free, device: { ...notKept, totalBytes: 0 } }
  expect(courseAction({ course, enrollment: null })).toMatchObject({
    label: 'Enroll and keep on this device',
  })
})

test('a paid course says its price and that it cannot be bought here, instead of a dead button', () => {
  const course = { ...free, price: '49.00', discountPrice: '19.50' }
  const action = courseAction({ course, enrollment: null })
  expect(action.kind).toBe('none')
  expect(action).toMatchObject({ reason: expect.stringContaining('19.50') })
})

test('a paid course discounted to nothing is free', () => {
  expect(
    courseAction({ course: { ...free, price: '49.00', discountPrice: '0.00' }, enrollment: null }).kind,
  ).toBe('enroll')
})

test('who is enrolled keeps the course first, then starts, then continues', () => {
  expect(courseAction({ course: free, enrollment })).toEqual({
    kind: 'keep',
    label: 'Keep on this device · 48 MB',
  })
  const course = { ...free, device: kept }
  expect(courseAction({ course, enrollment })).toEqual({ kind: 'open', label: 'Start learning' })
  expect(courseAction({ course, enrollment: { ...enrollment, lastLessonId: 'l' } })).toEqual({
    kind: 'open',
    label: 'Continue',
  })
})

test('a download under way or stopped does not stand in the way of reading', () => {
  for (const state of ['queued', 'downloading', 'paused', 'failed'] as const) {
    const course = { ...free, device: { ...notKept, state } }
    expect(courseAction({ course, enrollment }).kind).toBe('open')
  }
})

test('a cancelled enrollment may enroll again, a suspended one may not', () => {
  expect(courseAction({ course: free, enrollment: { ...enrollment, status: 'CANCELLED' } }).kind).toBe(
    'enroll',
  )
  expect(courseAction({ course: free, enrollment: { ...enrollment, status: 'SUSPENDED' } }).kind).toBe('none')
})
