import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeTexts, encodeText, encodeTexts, isAnswered, normaliseText } from './answers.ts'
import { type GradableQuestion, gradeAnswer, gradeAttempt, percentText } from './grading.ts'

const question = (
  type: GradableQuestion['type'],
  correctAnswer: string,
  points = 1,
  id = 'q',
): GradableQuestion => ({ id, type, points, correctAnswer })

it('a typed answer that looks like an empty list is an answer; empty blanks and options are none', () => {
  for (const type of ['SHORT_ANSWER', 'ESSAY'] as const) {
    expect(isAnswered(type, '[]')).toBe(true)
    expect(isAnswered(type, '[""]')).toBe(true)
    expect(isAnswered(type, ' \n')).toBe(false)
  }
  for (const type of ['FILL_IN_BLANK', 'MULTIPLE_CHOICE'] as const) {
    expect(isAnswered(type, '[]')).toBe(false)
    expect(isAnswered(type, '["", " "]')).toBe(false)
    expect(isAnswered(type, '["","x"]')).toBe(true)
  }
})

it('one text comes back as itself, whatever it looks like', () => {
  const hostile = fc.oneof(
    fc.string({ minLength: 1 }),
    fc.constantFrom('[]', ' []', '["a"]', '[1]', '[', '{"a":[]}'),
  )
  fc.assert(
    fc.property(hostile, (text) => {
      expect(decodeTexts(encodeText(text))).toEqual([text])
    }),
  )
})

describe('one answer', () => {
  it.each([
    ['SHORT_ANSWER', 'git add', '  Git  ADD ', 'correct'],
    ['SHORT_ANSWER', 'git add', 'git commit', 'wrong'],
    ['SHORT_ANSWER', '["stage","add to the index"]', 'Add to the Index', 'correct'],
    ['SHORT_ANSWER', 'café', 'cafe\u0301', 'correct'],
    ['SHORT_ANSWER', "it's", 'it’s', 'correct'],
    ['SHORT_ANSWER', '--all', '—all'.replace('—', '\u2010\u2010'), 'correct'],
    ['SHORT_ANSWER', '["[]"]', '[]', 'correct'],
    ['SHORT_ANSWER', '["[1]"]', '[1]', 'correct'],
    ['SHORT_ANSWER', 'a&b=c', 'a&b=c', 'correct'],
    ['SHORT_ANSWER', 'git add', '   ', 'wrong'],
    ['SHORT_ANSWER', '', '', 'wrong'],
    ['TRUE_FALSE', 'true', 'TRUE', 'correct'],
    ['TRUE_FALSE', 'true', 'false', 'wrong'],
    ['MULTIPLE_CHOICE', 'b', 'b', 'correct'],
    ['MULTIPLE_CHOICE', 'b', '["b"]', 'correct'],
    ['MULTIPLE_CHOICE', '["a","c"]', '["c","a"]', 'correct'],
    ['MULTIPLE_CHOICE', '["a","c"]', '["a"]', 'wrong'],
    ['MULTIPLE_CHOICE', '["a","c"]', '["a","b","c"]', 'wrong'],
    ['MULTIPLE_CHOICE', 'git branch -d', 'git branch -D', 'wrong'],
    ['MULTIPLE_CHOICE', 'x²', 'x2', 'wrong'],
    ['MULTIPLE_CHOICE', ' b', 'b', 'correct'],
    ['FILL_IN_BLANK', '["red","blue"]', '["Red"," blue "]', 'correct'],
    ['FILL_IN_BLANK', '["red","blue"]', '["blue","red"]', 'wrong'],
    ['FILL_IN_BLANK', '[["colour","color"],"blue"]', '["color","blue"]', 'correct'],
    ['FILL_IN_BLANK', '["red","blue"]', '["red"]', 'wrong'],
    ['FILL_IN_BLANK', '["red","blue"]', '["red","blue","green"]', 'wrong'],
    ['FILL_IN_BLANK', '["red","blue"]', '["",""]', 'wrong'],
    ['ESSAY', 'a model', 'anything', 'waits'],
    ['ESSAY', 'a model', ' \n', 'wrong'],
    ['ESSAY', 'a model', '[]', 'waits'],
  ] as const)('%s with key %s answered with %s is %s', (type, key, given, verdict) => {
    expect(gradeAnswer(question(type, key), given)).toBe(verdict)
  })

  it('a text that is accepted is accepted in any case, with any white space around it, composed or not', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-composite', minLength: 1, maxLength: 20 }), (text) => {
        fc.pre(text.trim() !== '' && !text.trimStart().startsWith('['))
        for (const form of [text, ` ${text}\t`, text.normalize('NFD'), text.normalize('NFC')])
          expect(gradeAnswer(question('SHORT_ANSWER', text), form)).toBe('correct')
      }),
    )
  })

  it('comparing twice changes nothing: the compared form is its own', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (text) => {
        expect(normaliseText(normaliseText(text))).toBe(normaliseText(text))
      }),
      { numRuns: 2000 },
    )
  })

  it('lists of texts come out of their column as they went in, whatever the texts are', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (texts) => {
        expect(decodeTexts(encodeTexts(texts))).toEqual(texts)
      }),
    )
  })
})

describe('an attempt', () => {
  it('rounds the percentage half up to two digits, exactly', () => {
    expect(percentText(1, 3)).toBe('33.33')
    expect(percentText(2, 3)).toBe('66.67')
    expect(percentText(1, 8)).toBe('12.50')
    expect(percentText(1, 800)).toBe('0.13')
    expect(percentText(0, 0)).toBe('0.00')
    expect(percentText(7, 7)).toBe('100.00')
    fc.assert(
      fc.property(fc.nat(5000), fc.integer({ min: 1, max: 5000 }), (part, whole) => {
        fc.pre(part <= whole)
        const exact = (BigInt(part) * 20_000n + BigInt(whole)) / (2n * BigInt(whole))
        expect(percentText(part, whole).replace('.', '')).toBe(String(exact).padStart(3, '0'))
      }),
    )
  })

  it('passes exactly at the passing score', () => {
    const questions = Array.from({ length: 10 }, (_, n) => question('TRUE_FALSE', 'true', 1, `q${n}`))
    const answered = (right: number) =>
      new Map(questions.map(({ id }, n) => [id, n < right ? 'true' : 'false']))
    expect(gradeAttempt(questions, answered(7), 70)).toMatchObject({ passed: true, score: '70.00' })
    expect(gradeAttempt(questions, answered(6), 70)).toMatchObject({ passed: false, score: '60.00' })
  })

  it('leaves essays out of the points until a person has graded them, and an unanswered one is worth nothing', () => {
    const questions = [question('TRUE_FALSE', 'true', 2, 'a'), question('ESSAY', '', 8, 'b')]
    const waiting = gradeAttempt(
      questions,
      new Map([
        ['a', 'true'],
        ['b', 'text'],
      ]),
      50,
    )
    expect(waiting).toMatchObject({ pointsEarned: 2, pointsPossible: 2, waitingForPerson: 1 })
    const skipped = gradeAttempt(questions, new Map([['a', 'true']]), 50)
    expect(skipped).toMatchObject({ pointsPossible: 10, waitingForPerson: 0, score: '20.00', passed: false })
  })
})
