import { type MouseEvent, type ReactNode, use } from 'react'
import { t } from '../language/texts.ts'
import { MarkdownPlaceContext } from './markdown-place.ts'
import { scrollToAnchor } from './scroll-to-anchor.ts'

interface LessonLinkProps {
  href: string | undefined
  className: string | undefined
  id: string | undefined
  children: ReactNode
}

/** Links to a place in this text, to another lesson, or out of the app; anything else is plain text. */
export function LessonLink({ href = '', className, id, children }: LessonLinkProps) {
  const { lessonHref, openLesson } = use(MarkdownPlaceContext)

  if (href.startsWith('#')) {
    const goThere = (event: MouseEvent) => {
      // The address bar's hash belongs to the app's routes.
      event.preventDefault()
      scrollToAnchor(href.slice(1), event.currentTarget.closest('.bx-markdown') ?? document)
    }
    return (
      <a href={href} className={className} id={id} onClick={goThere}>
        {children}
      </a>
    )
  }

  const lesson = /^brainix-lesson:([^#]+)(?:#(.*))?$/.exec(href)
  if (lesson?.[1] && lessonHref) {
    const [, lessonId = '', anchor] = lesson
    return (
      <a
        href={lessonHref(lessonId)}
        onClick={(event) => {
          if (!openLesson || event.ctrlKey || event.metaKey || event.shiftKey) return
          event.preventDefault()
          openLesson(lessonId, anchor || null)
        }}
      >
        {children}
      </a>
    )
  }

  if (/^(https?|mailto):/i.test(href)) {
    return (
      <a href={href} target="_blank" rel="noreferrer" className="bx-external">
        {children}
        <span className="bx-hidden"> {t('markdown:link.outside')}</span>
      </a>
    )
  }
  return <span>{children}</span>
}
