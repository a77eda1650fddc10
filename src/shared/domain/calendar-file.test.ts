import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type CalendarEvent, calendarFile } from './calendar-file.ts'

const event: CalendarEvent = {
  uid: 'lesson1@brainix',
  title: 'Questions; answers, and more',
  description: 'Bring:\nquestions',
  startMs: Date.parse('2026-12-03T17:00:00Z'),
  endMs: Date.parse('2026-12-03T18:30:00Z'),
  url: 'https://meet.example.org/a',
  madeAtMs: Date.parse('2026-11-22T18:00:00Z'),
}

/** Back to property → value, as RFC 5545 says files are read. */
function read(file: string): Map<string, string> {
  const lines = file.replaceAll('\r\n ', '').split('\r\n')
  expect(lines.pop()).toBe('')
  const value = (text: string) =>
    text.replace(/\\([\\;,nN])/g, (_, sign: string) => (sign.toLowerCase() === 'n' ? '\n' : sign))
  return new Map(
    lines.map((line) => [line.slice(0, line.indexOf(':')), value(line.slice(line.indexOf(':') + 1))]),
  )
}

it('says when, in UTC, and what', () => {
  const file = calendarFile(event)
  expect(file).toContain('DTSTART:20261203T170000Z\r\n')
  expect(file).toContain('DTEND:20261203T183000Z\r\n')
  expect(file).toContain('SUMMARY:Questions\\; answers\\, and more\r\n')
  expect(file).toContain('DESCRIPTION:Bring:\\nquestions\r\n')
  expect(file.startsWith('BEGIN:VCALENDAR\r\n')).toBe(true)
  expect(file.endsWith('END:VCALENDAR\r\n')).toBe(true)
})

/** Calendars may not hold these. */
const control = /[^\P{Cc}\n]/gu

it('keeps any text, in lines no calendar finds too long', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (title) => {
      const file = calendarFile({ ...event, title })
      for (const line of file.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
      expect(read(file).get('SUMMARY')).toBe(title.replace(/\r\n?/g, '\n').replace(control, ' '))
    }),
  )
})

it('no text can add a line of its own', () => {
  const file = calendarFile({
    ...event,
    title: 'a\r\nATTENDEE:mailto:x@example.org',
    url: 'https://a/\r\nX:1',
  })
  expect(file).not.toMatch(/^(ATTENDEE|X):/m)
})
