import type { MarkedPart } from '../../../shared/contract/search-views.ts'
import classes from './search.module.css'

/** A text with what was searched for marked in it. People wrote it, in whatever language. */
export function Marked({ parts }: { parts: readonly MarkedPart[] }) {
  return (
    <bdi>
      {parts.map((part, index) =>
        part.marked ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have no identity but their place
          <mark key={index} className={classes.mark}>
            {part.text}
          </mark>
        ) : (
          part.text
        ),
      )}
    </bdi>
  )
}
