import { describe, expect, it } from 'vitest'
import { gradeAnswer } from '../../src/shared/domain/grading.ts'
import { readQuiz } from './quiz-file.ts'

const read = (questions: string) => readQuiz('quizzes/q.yaml', `title: Q\nquestions:\n${questions}`, 'course')

describe('a quiz file', () => {
  it('becomes questions that the grading rules accept', () => {
    const quiz = read(`
  - { type: multiple-choice, text: one, options: [a, b], answer: a }
  - { type: multiple-choice, text: many, options: ['[x]', 'y', 'z'], answer: ['[x]', 'z'] }
  - { type: true-false, text: tf, answer: true }
  - { type: short-answer, text: short, answer: ['[draft', Draft] }
  - { type: fill-in-blank, text: a ___ b ___, answer: [one, [two, 2]] }
  - { type: essay, text: essay }`)
    const right = ['a', '["[x]","z"]', 'true', ' DRAFT', '["One","2"]', 'well']
    expect(quiz.questions.map((question, index) => gradeAnswer(question, right[index] ?? ''))).toEqual([
      'correct',
      'correct',
      'correct',
      'correct',
      'correct',
      'waits',
    ])
  })

  it('keeps the ids of questions wherever they stand', () => {
    const one = `\n  - { type: true-false, text: a, answer: true }`
    const two = `\n  - { type: true-false, text: b, answer: true }`
    expect(
      read(one + two)
        .questions.map((question) => question.id)
        .reverse(),
    ).toEqual(read(two + one).questions.map((question) => question.id))
  })

  it.each([
    [
      'an answer that is no option',
      '  - { type: multiple-choice, text: q, options: [a, b], answer: c }',
      /“c” is not one/,
    ],
    ['too few blanks', '  - { type: fill-in-blank, text: a ___, answer: [x, y] }', /1 blank\(s\) but 2/],
    ['an unknown type', '  - { type: riddle, text: q }', /quizzes\/q\.yaml.*questions\.0/],
    [
      'the same question twice',
      '  - { type: true-false, text: a, answer: true }\n  - { type: true-false, text: a, answer: false }',
      /question 2 is there twice/,
    ],
    ['YAML that does not parse', '  - { type: true-false', /quizzes\/q\.yaml, line \d/],
  ])('is refused for %s', (_what, questions, message) => {
    expect(() => read(questions)).toThrowError(message)
  })
})
