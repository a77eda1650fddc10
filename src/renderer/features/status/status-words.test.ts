import { expect, test } from 'vitest'
import type { SyncStatusView } from '../../../shared/contract/sync-views.ts'
import {
  incidentSentence,
  meaning,
  meteredSentence,
  nextTrySentence,
  safetySentence,
  statusLabel,
  waitingSentence,
} from './status-words.ts'

const noon = new Date(2026, 4, 4, 12, 0).getTime()
const nothing = {
  notes: 0,
  quizzes: 0,
  progress: 0,
  reviews: 0,
  courseReviews: 0,
  enrollments: 0,
  decisions: 0,
  drafts: 0,
  profiles: 0,
  total: 0,
}
const delivered: SyncStatusView = {
  state: 'delivered',
  waiting: nothing,
  attentionCount: 0,
  online: true,
  lastSuccessAtMs: noon,
  deliveredAtMs: noon - 3_600_000,
  nextTryAtMs: null,
  reason: null,
  metered: { detected: false, onlyOwnWork: true },
}

test('the header names the time of delivery, and the day once it is another day', () => {
  expect(statusLabel(delivered, false, noon)).toMatch(/^All delivered at \d+:00( AM)?$/)
  expect(statusLabel(delivered, false, noon + 86_400_000)).toMatch(/May|5/)
})

test('the header says how much waits, offline or not', () => {
  const waiting = { ...nothing, notes: 1, total: 1 }
  expect(statusLabel({ ...delivered, state: 'waiting', waiting }, false, noon)).toBe('1 change waiting')
  expect(statusLabel({ ...delivered, state: 'offline', waiting }, false, noon)).toBe(
    'Offline · 1 change waiting',
  )
  expect(statusLabel({ ...delivered, state: 'offline' }, false, noon)).toBe('Offline')
})

test('attention is told apart: a sign-in that ran out, or something refused', () => {
  const attention: SyncStatusView = { ...delivered, state: 'attention' }
  expect(statusLabel(attention, true, noon)).toBe('Sign in again')
  expect(statusLabel(attention, false, noon)).toBe('Needs attention')
  expect(meaning(attention, true)).toContain('sign in again')
})

test('what waits is counted by what it is to the person', () => {
  expect(waitingSentence({ ...nothing, notes: 2, quizzes: 1, total: 3 })).toBe(
    '2 notes and 1 quiz are waiting to be sent.',
  )
  expect(waitingSentence({ ...nothing, enrollments: 1, total: 1 })).toBe(
    '1 enrollment is waiting to be sent.',
  )
  expect(waitingSentence(nothing)).toContain('delivered')
  expect(waitingSentence(nothing, 1)).not.toContain('delivered')
})

test('the next try is named only where one is planned', () => {
  expect(
    nextTrySentence({ ...delivered, state: 'offline', online: false, nextTryAtMs: noon + 40_000 }, noon),
  ).toBe('Next try in 40 seconds.')
  expect(nextTrySentence({ ...delivered, nextTryAtMs: noon + 40_000 }, noon)).toBe(
    'Next look for news in 40 seconds.',
  )
  expect(nextTrySentence({ ...delivered, state: 'syncing', nextTryAtMs: noon + 40_000 }, noon)).toBeNull()
  expect(nextTrySentence(delivered, noon)).toBeNull()
})

test('switching off and uninstalling are called safe only when they are', () => {
  expect(safetySentence(delivered, [])).toBe('Safe to switch off, and to uninstall BrainiX.')
  expect(safetySentence(delivered, ['Ben'])).toBe('Safe to switch off.')
  expect(safetySentence({ ...delivered, attentionCount: 1 }, [])).toBe('Safe to switch off.')
  expect(safetySentence({ ...delivered, waiting: { ...nothing, notes: 1, total: 1 } }, [])).toBeNull()
  expect(safetySentence({ ...delivered, deliveredAtMs: null }, [])).toBeNull()
})

test('a repaired database says what became of what waited', () => {
  const incident = { atMs: noon, damagedFile: 'brainix.damaged.sqlite', rescued: 2, outboxWhole: true }
  expect(incidentSentence(incident)).toContain('is safe: 2 changes')
  expect(incidentSentence({ ...incident, rescued: 0 })).toContain('Nothing was waiting')
  expect(incidentSentence({ ...incident, outboxWhole: false })).toMatch(/^2 changes .* some may be missing/)
  expect(incidentSentence({ ...incident, rescued: 0, outboxWhole: false })).toMatch(
    /^Nothing that waited .* could be read/,
  )
})

test('a metered connection says what it carries', () => {
  expect(meteredSentence({ detected: false, onlyOwnWork: true })).toBeNull()
  expect(meteredSentence({ detected: true, onlyOwnWork: true })).toContain('only what you did')
  expect(meteredSentence({ detected: true, onlyOwnWork: false })).toContain('as well')
})
