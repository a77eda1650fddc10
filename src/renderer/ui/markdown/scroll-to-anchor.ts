import { anchorPrefix, slug } from './headings.ts'

/** Brings a heading of a text into view and gives it the focus, opening whatever it is folded into. */
export function scrollToAnchor(anchor: string, within: ParentNode): boolean {
  const name = decode(anchor)
  const found =
    [...within.querySelectorAll('[id]')].find(
      ({ id }) => id === anchorPrefix + name || id === anchorPrefix + slug(name) || id === name,
    ) ?? null
  if (!(found instanceof HTMLElement)) return false
  for (let outer = found.closest('details'); outer; outer = outer.parentElement?.closest('details') ?? null)
    outer.open = true
  found.scrollIntoView({ block: 'start' })
  found.focus({ preventScroll: true })
  return true
}

function decode(anchor: string): string {
  try {
    return decodeURIComponent(anchor)
  } catch {
    return anchor
  }
}
