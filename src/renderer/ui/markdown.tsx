import { lazy, Suspense } from 'react'
import type { LessonMarkdownProps } from './markdown/lesson-markdown.tsx'

const load = () => import('./markdown/lesson-markdown.tsx')
const LessonMarkdown = lazy(load)

/** Fetches the renderer of Markdown (mathematics and code colours are heavy) before the first text needs it. */
export function preloadMarkdown(): void {
  void load()
}

/** A few words of Markdown inside a line: an option of a question. Until it can be drawn it stands as it is written. */
export function MarkdownInline({ source, place }: Pick<LessonMarkdownProps, 'source' | 'place'>) {
  return (
    <Suspense fallback={source}>
      <LessonMarkdown source={source} place={place} face="inline" />
    </Suspense>
  )
}

/** Course text, notes and questions. What it allows is set in `markdown/sanitize-schema.ts`. */
export function Markdown(props: LessonMarkdownProps) {
  return (
    <Suspense fallback={<div aria-busy="true" style={{ minBlockSize: '40vh' }} />}>
      <LessonMarkdown {...props} />
    </Suspense>
  )
}
