import { createContext, type ReactNode } from 'react'

/** What a text needs from its surroundings. */
export interface MarkdownPlace {
  /** Turns `brainix-file:` addresses into what the shell serves. */
  resolveMedia(url: string): string
  /** Address of another lesson's screen. Without it, a link to a lesson is plain text. */
  lessonHref?(lessonId: string): string
  /** Opens a lesson, at a heading where the link names one, in place. */
  openLesson?(lessonId: string, anchor: string | null): void
  /** Draws the nth blank (from 0) of a text with blanks. */
  renderBlank?(index: number): ReactNode
}

export const MarkdownPlaceContext = createContext<MarkdownPlace>({ resolveMedia: (url) => url })
