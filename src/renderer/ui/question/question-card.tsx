import { type ReactNode, type Ref, useId } from 'react'
import classes from './question-card.module.css'

interface QuestionCardProps {
  title: string
  /** The heading, which takes the focus when another question stands here. */
  heading: Ref<HTMLHeadingElement>
  /** What is said in small beside the heading. */
  aside: ReactNode
  children: ReactNode
}

/** The sheet a question stands on. */
export function QuestionCard({ title, heading, aside, children }: QuestionCardProps) {
  const titleId = useId()
  return (
    <section className={classes.card} aria-labelledby={titleId}>
      <header className={classes.head}>
        <h2 id={titleId} ref={heading} tabIndex={-1}>
          {title}
        </h2>
        <span className={classes.aside} dir="auto">
          {aside}
        </span>
      </header>
      {children}
    </section>
  )
}
