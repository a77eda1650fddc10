import { expect, it } from 'vitest'
import type { QuizQuestion } from '../../../shared/contract/quiz-views.ts'
import { encodeText, isAnswered } from '../../../shared/domain/answers.ts'
import { gradeAnswer } from '../../../shared/domain/grading.ts'
import { chosen, optionsOf } from './answer-choice.ts'

const question: QuizQuestion = {
  id: 'q',
  text: 'Which?',
  type: 'MULTIPLE_CHOICE',
  points: 1,
  options: ['add', 'commit', '[push]'],
  multipleAnswers: false,
  blankCount: 0,
}

it('puts the chosen option in the place of the last one', () => {
  expect(chosen(question, 'add', 1)).toBe('commit')
})

it('writes an option that looks like a list so that it is read as itself', () => {
  expect(chosen(question, 'add', 2)).toBe('["[push]"]')
  const lists = { ...question, options: ['[]', '{}'] }
  const answer = chosen(lists, '', 0)
  expect(isAnswered(lists.type, answer)).toBe(true)
  expect(gradeAnswer({ ...lists, correctAnswer: encodeText('[]') }, answer)).toBe('correct')
})

it('adds to and takes from several answers, in the order of the options', () => {
  const several = { ...question, multipleAnswers: true }
  const both = chosen(several, chosen(several, '', 2), 0)
  expect(both).toBe('["add","[push]"]')
  expect(chosen(several, both, 0)).toBe('["[push]"]')
})

it('leaves the answer alone for an option that does not exist', () => {
  expect(chosen(question, 'add', 7)).toBe('add')
})

it('offers true and false under the values the grading knows', () => {
  expect(optionsOf({ ...question, type: 'TRUE_FALSE', options: [] }).map(({ value }) => value)).toEqual([
    'true',
    'false',
  ])
})
