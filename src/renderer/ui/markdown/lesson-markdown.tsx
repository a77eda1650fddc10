import { memo, useMemo } from 'react'
import ReactMarkdown, { type Components } from 'react-markdown'
import 'katex/dist/katex.min.css'
import '@fontsource-variable/jetbrains-mono'
import './markdown.css'
import { markBlanks } from './blanks.ts'
import { flatBoxes } from './flat-boxes.ts'
import { hasManyImages, LazyImagesContext } from './lazy-images.ts'
import { components } from './markdown-components.tsx'
import { MarkdownGuard } from './markdown-guard.tsx'
import { markdownOptions } from './markdown-options.ts'
import { MarkdownPart } from './markdown-part.tsx'
import { type MarkdownPlace, MarkdownPlaceContext } from './markdown-place.ts'
import { splitMarkdown } from './split-markdown.ts'

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
  const parts = useMemo(
    () => splitMarkdown(flatBoxes(withBlanks ? markBlanks(source) : source)),
    [source, withBlanks],
  )
  const lazyImages = useMemo(() => hasManyImages(source), [source])
  const Frame = face === 'inline' ? 'span' : 'div'
  const drawn = face === 'inline' ? inlineComponents : components
  return (
    <LazyImagesContext value={lazyImages}>
      <Frame
        className="bx-markdown"
        data-face={face}
        dir="auto"
        {...(parts.length > 1 ? { 'data-parts': parts.length } : {})}
      >
        {parts.length === 1 ? (
          <MarkdownGuard source={source}>
            <ReactMarkdown {...options} components={drawn}>
              {parts[0] ?? ''}
            </ReactMarkdown>
          </MarkdownGuard>
        ) : (
          parts.map((part, index) => (
            // Parts never change places, and are all new with another text.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <MarkdownPart key={index} length={part.length} atOnce={index === 0}>
              <MarkdownGuard source={part}>
                <ReactMarkdown {...options} components={drawn}>
                  {part}
                </ReactMarkdown>
              </MarkdownGuard>
            </MarkdownPart>
          ))
        )}
      </Frame>
    </LazyImagesContext>
  )
})

const inlineComponents: Components = {
  ...components,
  p: ({ children }) => <span dir="auto">{children}</span>,
}
