import { lazy, Suspense } from 'react'
import type { LessonMarkdownProps } from './markdown/lesson-markdown.tsx'

const load = () => import('./markdown/lesson-markdown.tsx')
const LessonMarkdown = lazy(load)

/** Fetches the renderer of Markdown (mathematics and code colours are heavy) before the first text needs it. */
export function preloadMarkdown(): void {
  void load()
}

/** Course text, notes and questions. What it allows is set in `markdown/sanitize-schema.ts`. */
export function Markdown(props: LessonMarkdownProps) {
  return (
    <Suspense fallback={<div aria-busy="true" style={{ minBlockSize: '40vh' }} />}>
      <LessonMarkdown {...props} />
    </Suspense>
  )
}
