import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { gradeAnswer } from '../../src/shared/domain/grading.ts'
import { readCourseFolder } from './read-course-folder.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'brainix-quiz-images-'))
  return () => rm(folder, { recursive: true, force: true })
})

/** A course of one lesson and one quiz beside it. */
async function course(quiz: string) {
  const files = {
    '1.md': '---\ntitle: One\n---\nText.',
    'quizzes/a.yaml': `title: A\nquestions:\n${quiz}`,
    'fig/hive.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
    'fig/nest.svg': '<svg xmlns="http://www.w3.org/2000/svg" width="2"/>',
  }
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), content)
  }
  const read = await readCourseFolder(folder)
  const [question] =
    read.modules.flatMap(({ lessons }) => lessons).flatMap(({ quizzes }) => quizzes)[0]?.questions ?? []
  if (!question) throw new Error('no question')
  return { question, files: read.files, warnings: read.warnings }
}

it('brings the images of a question, its options and its explanation along, and keys go on naming options', async () => {
  const { question, files } = await course(`  - type: multiple-choice
    text: "Which is a hive? ![Two](../fig/nest.svg)"
    options: ["![A hive](../fig/hive.svg)", "![A nest](../fig/nest.svg)", neither]
    answer: "![A hive](../fig/hive.svg)"
    explanation: "This one: ![A hive](../fig/hive.svg)"
`)
  const image = /^!\[A hive\]\(brainix-file:[0-9a-f]{64}\)$/
  expect(question.options).toEqual([
    expect.stringMatching(image),
    expect.stringMatching(/^!\[A nest\]/),
    'neither',
  ])
  expect(question.text).toMatch(/^Which is a hive\? !\[Two\]\(brainix-file:/)
  expect(question.explanation).toMatch(/^This one: !\[A hive\]\(brainix-file:/)
  expect(files).toHaveLength(2)
  expect(gradeAnswer(question, question.options[0] ?? '')).toBe('correct')
  expect(gradeAnswer(question, question.options[1] ?? '')).toBe('wrong')
})

it('changes no text that shows no image: code and markup are what is asked about', async () => {
  const { question, warnings } = await course(`  - type: multiple-choice
    text: "Which is a comment? <b>bold</b> {{ x }}"
    options: ["<!-- x -->", "- x", "<b>"]
    answer: ["<!-- x -->", "<b>"]
`)
  expect(question).toMatchObject({
    text: 'Which is a comment? <b>bold</b> {{ x }}',
    options: ['<!-- x -->', '- x', '<b>'],
    correctAnswer: '["<!-- x -->","<b>"]',
  })
  expect(warnings).toEqual([])
})

it('names an image that is missing, and shows its description', async () => {
  const { question, warnings } = await course(`  - type: true-false
    text: "This is a hive: ![A hive](../fig/none.svg)"
    answer: true
`)
  expect(question.text).toContain('A hive')
  expect(question.text).not.toContain('![')
  expect(warnings).toEqual([expect.stringContaining('none.svg')])
})
