import { memo, useMemo } from 'react'
import ReactMarkdown, { type Components } from 'react-markdown'
import 'katex/dist/katex.min.css'
import '@fontsource-variable/jetbrains-mono'
import './markdown.css'
import { markBlanks } from './blanks.ts'
import { components } from './markdown-components.tsx'
import { markdownOptions } from './markdown-options.ts'
import { type MarkdownPlace, MarkdownPlaceContext } from './markdown-place.ts'

export interface LessonMarkdownProps {
  source: string
  place: MarkdownPlace
  /** Level of the highest heading in the text. */
  topLevel?: number
  /** `reading`: a lesson's column in the reading face. `interface`: notes and questions. `inline`: inside a line. */
  face?: 'reading' | 'interface' | 'inline'
  /** Reads `___` as a blank to be filled in. */
  withBlanks?: boolean
}

export default function LessonMarkdown({ place, ...text }: LessonMarkdownProps) {
  return (
    <MarkdownPlaceContext value={place}>
      <Parsed {...text} />
    </MarkdownPlaceContext>
  )
}

/** Parsing is the dear part: it happens again only for another text, not for another surrounding. */
const Parsed = memo(function Parsed({
  source,
  topLevel = 2,
  face = 'reading',
  withBlanks = false,
}: Omit<LessonMarkdownProps, 'place'>) {
  const options = useMemo(() => markdownOptions(topLevel, withBlanks), [topLevel, withBlanks])
  const Frame = face === 'inline' ? 'span' : 'div'
  return (
    <Frame className="bx-markdown" data-face={face}>
      <ReactMarkdown {...options} components={face === 'inline' ? inlineComponents : components}>
        {withBlanks ? markBlanks(source) : source}
      </ReactMarkdown>
    </Frame>
  )
})

const inlineComponents: Components = {
  ...components,
  p: ({ children }) => <span dir="auto">{children}</span>,
}
