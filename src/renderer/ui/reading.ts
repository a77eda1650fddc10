import type { Settings } from '../../shared/contract/settings.ts'

const widths = { narrow: '56ch', medium: '68ch', wide: '84ch' } as const
const fonts = {
  serif: "'Source Serif 4 Variable', 'Noto Sans Arabic Variable', Georgia, serif",
  sans: "'Inter Variable', 'Noto Sans Arabic Variable', system-ui, sans-serif",
  legible: "'Atkinson Hyperlegible', 'Inter Variable', 'Noto Sans Arabic Variable', sans-serif",
} as const

/** Sets course text as the person reads it best; `markdown.css` follows these variables. */
export function applyReading({
  readingSizePx,
  lineWidth,
  readingFont,
}: Pick<Settings, 'readingSizePx' | 'lineWidth' | 'readingFont'>): void {
  const { style } = document.documentElement
  style.setProperty('--bx-reading-size', `${readingSizePx / 16}rem`)
  style.setProperty('--bx-reading-width', widths[lineWidth])
  style.setProperty('--bx-reading-font', fonts[readingFont])
}
