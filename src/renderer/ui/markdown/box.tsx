import {
  BookOpen,
  CircleCheck,
  Info,
  Lightbulb,
  type LucideIcon,
  MessagesSquare,
  OctagonAlert,
  PencilLine,
  Quote,
  TriangleAlert,
} from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { Trans } from 'react-i18next'
import { t } from '../language/texts.ts'
import { InlineCodeText } from '../markdown-inline.tsx'
import { boxKind } from './boxes.ts'

const icons: Readonly<Record<string, LucideIcon>> = {
  challenge: PencilLine,
  exercise: PencilLine,
  discussion: MessagesSquare,
  prereq: BookOpen,
  testimonial: Quote,
  tip: Lightbulb,
  success: CircleCheck,
  caution: TriangleAlert,
  warning: TriangleAlert,
  important: TriangleAlert,
  danger: OctagonAlert,
}

/** One container of course text: a quiet box, an exercise, something to open, a callout, or plain. */
export function Box({ name, title, children }: { name: string; title: string; children: ReactNode }) {
  const titleId = useId()
  const kind = boxKind(name)
  const heading = title || kind.title
  if (kind.form === 'disclosure') {
    return (
      <details className="bx-box" data-form={kind.form} data-tone={kind.tone}>
        <summary>{title ? <InlineCodeText text={title} /> : <bdi>{heading}</bdi>}</summary>
        <div className="bx-box-body">{children}</div>
      </details>
    )
  }
  const Icon = kind.form === 'plain' || kind.form === 'quiet' ? null : (icons[name.toLowerCase()] ?? Info)
  return (
    <section
      className="bx-box"
      data-form={kind.form}
      data-tone={kind.tone}
      {...(heading ? { 'aria-labelledby': titleId } : {})}
    >
      {heading && (
        <p className="bx-box-title" id={titleId}>
          {Icon && <Icon size={18} aria-hidden />}
          <span>
            {kind.form === 'exercise' && title ? (
              <Trans
                t={t}
                i18nKey="markdown:box.exerciseNamed"
                components={{
                  kind: <bdi className="bx-box-kind" />,
                  name: <InlineCodeText text={heading} />,
                }}
              />
            ) : title ? (
              <InlineCodeText text={title} />
            ) : (
              // The app's word, not the author's: it does not decide which way their text is written.
              <bdi>{heading}</bdi>
            )}
          </span>
        </p>
      )}
      <div className="bx-box-body">{children}</div>
    </section>
  )
}
