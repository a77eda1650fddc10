import { decodeTexts, encodeText, encodeTexts } from '../../src/shared/domain/answers.ts'
import type { QuestionDraft, QuizDraft } from './course-draft.ts'

/**
 * A quiz with the images of its texts as BrainiX shows them: of questions, options, explanations. A text without an image
 * stays as it is written, to the letter.
 * @param readText a text with images, as Markdown of the course.
 */
export async function showImages(
  quiz: QuizDraft,
  readText: (text: string) => Promise<string>,
): Promise<QuizDraft> {
  const shown = async (text: string) => (text.includes('![') ? (await readText(text)).trim() : text)
  const questions: QuestionDraft[] = []
  for (const question of quiz.questions) {
    const options = await Promise.all(question.options.map(shown))
    const shownAs = new Map(question.options.map((option, at) => [option, options[at] ?? option]))
    questions.push({
      ...question,
      text: await shown(question.text),
      explanation: question.explanation && (await shown(question.explanation)),
      options,
      correctAnswer:
        question.type === 'MULTIPLE_CHOICE' ? keyAs(question.correctAnswer, shownAs) : question.correctAnswer,
    })
  }
  return { ...quiz, description: quiz.description && (await shown(quiz.description)), questions }
}

/** The key names options by their text. */
function keyAs(key: string, shownAs: ReadonlyMap<string, string>): string {
  const right = decodeTexts(key).map((option) => shownAs.get(option) ?? option)
  const [only = ''] = right
  return right.length === 1 ? encodeText(only) : encodeTexts(right)
}
