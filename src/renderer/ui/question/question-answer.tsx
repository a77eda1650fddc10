import { Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { maxAnswerLength } from '../../../shared/contract/mutations.ts'
import type { QuizQuestion } from '../../../shared/contract/quiz-views.ts'
import { decodeTexts, encodeTexts } from '../../../shared/domain/answers.ts'
import { Markdown } from '../markdown.tsx'
import { chosen, optionsOf } from './answer-choice.ts'
import { formulaName } from './option-form.ts'
import { OptionText } from './option-text.tsx'
import classes from './question.module.css'

interface QuestionAnswerProps {
  question: QuizQuestion
  /** As in `domain/answers`; empty: not answered. */
  answer: string
  /** An option was chosen. */
  onChoose(answer: string): void
  /** Text was typed. */
  onType(answer: string): void
  /** The answer is only shown. */
  locked: boolean
  /** Turns `brainix-file:` addresses into what the shell serves. */
  resolveMedia(url: string): string
}

/** A question with the means to answer it, for each of the five types. */
export function QuestionAnswer(props: QuestionAnswerProps) {
  const { question } = props
  const textId = `question-${question.id}`
  if (question.type === 'FILL_IN_BLANK') return <Blanks {...props} />
  return (
    <>
      <div id={textId} className={classes.text}>
        <Markdown source={question.text} place={{ resolveMedia: props.resolveMedia }} topLevel={3} />
      </div>
      <Answer {...props} textId={textId} />
    </>
  )
}

function Answer({
  question,
  answer,
  onChoose,
  onType,
  locked,
  resolveMedia,
  textId,
}: QuestionAnswerProps & { textId: string }) {
  const { t } = useTranslation('quiz')
  switch (question.type) {
    case 'MULTIPLE_CHOICE':
    case 'TRUE_FALSE': {
      const several = question.multipleAnswers && question.type === 'MULTIPLE_CHOICE'
      return (
        <fieldset className={classes.options} aria-labelledby={textId} disabled={locked}>
          {several && <p className={classes.hint}>{t('answer.several')}</p>}
          {optionsOf(question).map(({ value, label }, index) => (
            <label key={value} className={classes.option}>
              <input
                type={several ? 'checkbox' : 'radio'}
                name={textId}
                aria-label={formulaName(label)}
                checked={answer === value || decodeTexts(answer).includes(value)}
                onChange={() => onChoose(chosen(question, answer, index))}
              />
              <span className={classes.optionLabel}>
                <OptionText text={label} resolveMedia={resolveMedia} />
              </span>
              {index < 9 && !locked && (
                <kbd className={classes.key} aria-hidden>
                  {index + 1}
                </kbd>
              )}
            </label>
          ))}
        </fieldset>
      )
    }
    case 'ESSAY':
      return (
        <Textarea
          label={t('answer.yours')}
          aria-describedby={textId}
          autosize
          minRows={8}
          maxRows={24}
          maxLength={maxAnswerLength}
          value={answer}
          readOnly={locked}
          onChange={(event) => onType(event.currentTarget.value)}
        />
      )
    default:
      return (
        <TextInput
          label={t('answer.yours')}
          aria-describedby={textId}
          maxLength={2_000}
          autoComplete="off"
          spellCheck={false}
          value={answer}
          readOnly={locked}
          onChange={(event) => onType(event.currentTarget.value)}
          maw={480}
        />
      )
  }
}

/** Blanks are filled in where they stand in the text; a text without any has them below. */
function Blanks({ question, answer, onType, locked, resolveMedia }: QuestionAnswerProps) {
  const { t } = useTranslation('quiz')
  const given = decodeTexts(answer)
  const inText = question.text.match(/_{3,}/g)?.length ?? 0
  const blank = (index: number) => (
    <input
      key={index}
      className={classes.blank}
      aria-label={
        question.blankCount > 1
          ? t('answer.blankOf', { number: index + 1, total: question.blankCount })
          : t('answer.blank')
      }
      autoComplete="off"
      autoCapitalize="off"
      spellCheck={false}
      maxLength={500}
      readOnly={locked}
      value={given[index] ?? ''}
      style={{ inlineSize: `${Math.min(40, Math.max(8, (given[index] ?? '').length + 2))}ch` }}
      onChange={(event) => {
        const texts = Array.from({ length: question.blankCount }, (_, each) => given[each] ?? '')
        texts[index] = event.currentTarget.value
        onType(encodeTexts(texts))
      }}
    />
  )
  const below = Array.from({ length: Math.max(0, question.blankCount - inText) }, (_, each) => inText + each)
  return (
    <>
      <div id={`question-${question.id}`} className={classes.text}>
        <Markdown
          source={question.text}
          place={{ resolveMedia, renderBlank: blank }}
          topLevel={3}
          withBlanks
        />
      </div>
      {below.length > 0 && <div className={classes.below}>{below.map(blank)}</div>}
    </>
  )
}
