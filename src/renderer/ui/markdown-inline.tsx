import { Fragment } from 'react'

/** A short text in which `backticks` mark code: titles of boxes, options of a question. */
export function InlineCodeText({ text }: { text: string }) {
  const parts = text.split(/`([^`]+)`/)
  return parts.map((part, index) =>
    // Split puts what the pattern captured at the odd places; the parts of one text never change places.
    // biome-ignore lint/suspicious/noArrayIndexKey: see above
    index % 2 === 1 ? <code key={index}>{part}</code> : <Fragment key={index}>{part}</Fragment>,
  )
}
