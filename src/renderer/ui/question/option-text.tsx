import { MarkdownInline } from '../markdown.tsx'
import { InlineCodeText } from '../markdown-inline.tsx'
import { isMarkdown } from './option-form.ts'

/** An option of a question, or a right answer: a short text with code in backticks, or Markdown where it needs to be. */
export function OptionText({ text, resolveMedia }: { text: string; resolveMedia(url: string): string }) {
  return isMarkdown(text) ? (
    <MarkdownInline source={text} place={{ resolveMedia }} />
  ) : (
    <span dir="auto">
      <InlineCodeText text={text} />
    </span>
  )
}
