import { useState } from 'react'
import classes from './cover.module.css'

interface CoverProps {
  /** Already resolved to what this shell serves; null draws one. */
  image: string | null
  category: string
  color: string | null
}

/** A course's picture; where there is none (or it is not on this device), one drawn from its category. Decorative. */
export function Cover({ image, category, color }: CoverProps) {
  const [broken, setBroken] = useState<string | null>(null)
  const paint = isHexColor(color) ? color : '#5f7f7a'
  return (
    <div className={classes.cover} style={{ '--cover-paint': paint }} aria-hidden>
      {image !== null && image !== broken ? (
        <img className={classes.image} src={image} alt="" loading="lazy" onError={() => setBroken(image)} />
      ) : (
        <span className={classes.initials}>{initials(category)}</span>
      )}
    </div>
  )
}

/** "Computer science" → "CS", "Music" → "Mu". */
export function initials(name: string): string {
  const words = name
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && !/^(and|of|the|for|in)$/i.test(word))
  const [first = '', second] = words
  if (second === undefined) return [...first].slice(0, 2).join('')
  return `${[...first][0] ?? ''}${[...second][0] ?? ''}`.toLocaleUpperCase()
}

function isHexColor(color: string | null): color is string {
  return color !== null && /^#[0-9a-f]{6}$/i.test(color)
}
