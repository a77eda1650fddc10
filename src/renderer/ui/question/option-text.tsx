import { MarkdownInline } from '../markdown.tsx'
import { InlineCodeText } from '../markdown-inline.tsx'

/** What plain text does not hold: formulas, pictures, bold words, blocks of code. Else a `*` or `-` is itself. */
const rich = /\$[^$\n]+\$|!\[[^\]]*\]\(|\*\*[^*]+\*\*|```/

/** How an option with a formula is called: a drawn formula has no name of its own. Undefined: by what is seen. */
export function formulaName(text: string): string | undefined {
  return /\$[^$\n]+\$/.test(text) ? text.replaceAll(/[$`]/g, '') : undefined
}

/** An option of a question, or a right answer: a short text with code in backticks, or Markdown where it needs to be. */
export function OptionText({ text, resolveMedia }: { text: string; resolveMedia(url: string): string }) {
  return rich.test(text) ? (
    <MarkdownInline source={text} place={{ resolveMedia }} />
  ) : (
    <span dir="auto">
      <InlineCodeText text={text} />
    </span>
  )
}
