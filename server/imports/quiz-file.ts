import { z } from 'zod'
import { countBlanks, encodeText, encodeTexts } from '../../src/shared/domain/answers.ts'
import { AppError } from '../../src/shared/errors/app-error.ts'
import type { QuestionDraft, QuizDraft } from './course-draft.ts'
import { readYaml } from './front-matter.ts'
import { stableId } from './stable-id.ts'

const value = z.union([z.string(), z.number(), z.boolean()]).transform(String)
const values = z.union([value.transform((one) => [one]), z.array(value).min(1)])

const common = {
  /** Only needed to keep a question's identity while its text is rewritten. */
  id: z.string().min(1).optional(),
  text: z.string().trim().min(1),
  points: z.number().int().min(1).max(100).default(1),
  explanation: z.string().trim().optional(),
}

const question = z.discriminatedUnion('type', [
  z.object({ ...common, type: z.literal('multiple-choice'), options: z.array(value).min(2), answer: values }),
  z.object({ ...common, type: z.literal('true-false'), answer: z.boolean() }),
  z.object({ ...common, type: z.literal('short-answer'), answer: values }),
  z.object({ ...common, type: z.literal('fill-in-blank'), answer: z.array(values).min(1) }),
  z.object({ ...common, type: z.literal('essay'), answer: z.string().trim().default('') }),
])

const quizFile = z.object({
  title: z.string().trim().min(1).max(200),
  description: z.string().trim().optional(),
  type: z.enum(['practice', 'graded', 'final-exam']).default('practice'),
  time_limit: z.number().int().positive().optional(),
  passing_score: z.number().int().min(0).max(100).default(70),
  shuffle: z.boolean().default(false),
  show_answers: z.boolean().default(true),
  retakes: z.boolean().default(true),
  max_attempts: z.number().int().positive().optional(),
  questions: z.array(question).min(1),
})

const quizTypes = { practice: 'PRACTICE', graded: 'GRADED', 'final-exam': 'FINAL_EXAM' } as const

/**
 * A quiz from a YAML file.
 * @throws AppError `bad-input` naming the file, also for keys that no learner could match.
 */
export function readQuiz(path: string, yaml: string, courseSlug: string): QuizDraft {
  const file = readYaml(path, yaml, quizFile)
  const id = stableId('quiz', courseSlug, path)
  const seen = new Set<string>()
  return {
    id,
    title: file.title,
    description: file.description ?? null,
    type: quizTypes[file.type],
    timeLimitMinutes: file.time_limit ?? null,
    passingScore: file.passing_score,
    shuffleQuestions: file.shuffle,
    showCorrectAnswers: file.show_answers,
    allowRetakes: file.retakes,
    maxAttempts: file.max_attempts ?? null,
    questions: file.questions.map((item, index) => {
      const key = item.id ?? `${item.type} ${item.text}`
      if (seen.has(key)) throw new AppError('bad-input', `${path}: question ${index + 1} is there twice.`)
      seen.add(key)
      return writeQuestion(item, stableId('question', id, key), `${path}: question ${index + 1}`)
    }),
  }
}

function writeQuestion(item: z.infer<typeof question>, id: string, where: string): QuestionDraft {
  const shared = {
    id,
    text: item.text,
    points: item.points,
    explanation: item.explanation ?? null,
    options: [],
  }
  switch (item.type) {
    case 'multiple-choice': {
      const unknown = item.answer.find((answer) => !item.options.includes(answer))
      if (unknown !== undefined)
        throw new AppError('bad-input', `${where}: the answer “${unknown}” is not one of its options.`)
      if (new Set(item.options).size < item.options.length)
        throw new AppError('bad-input', `${where} has the same option twice.`)
      return {
        ...shared,
        type: 'MULTIPLE_CHOICE',
        options: item.options,
        correctAnswer: oneOrList(item.answer),
      }
    }
    case 'true-false':
      return { ...shared, type: 'TRUE_FALSE', correctAnswer: String(item.answer) }
    case 'short-answer':
      return { ...shared, type: 'SHORT_ANSWER', correctAnswer: oneOrList(item.answer) }
    case 'fill-in-blank': {
      const blanks = countBlanks('FILL_IN_BLANK', item.text)
      if (blanks !== item.answer.length)
        throw new AppError(
          'bad-input',
          `${where} has ${blanks} blank(s) but ${item.answer.length} answer(s).`,
        )
      const key = item.answer.map((accepted) => (accepted.length === 1 ? accepted[0] : accepted))
      return { ...shared, type: 'FILL_IN_BLANK', correctAnswer: JSON.stringify(key) }
    }
    case 'essay':
      return { ...shared, type: 'ESSAY', correctAnswer: item.answer }
  }
}

function oneOrList(texts: string[]): string {
  const [only = ''] = texts
  // a lone text that looks like a list must be written as one, or it would be read as several
  return texts.length === 1 ? encodeText(only) : encodeTexts(texts)
}
