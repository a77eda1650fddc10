import type { CertificateView } from '../../../shared/contract/progress-views.ts'
import { formatDate } from '../../ui/format.ts'
import { t } from '../../ui/language/texts.ts'

/** A4 on its side at 200 dots to the inch, in pixels. */
export const pageWidth = 2339
export const pageHeight = 1654

const ink = '#27231e'
const quiet = '#655c50'
const accent = '#1d6b65'
const warning = '#8a5300'
const serif = "'Source Serif 4 Variable', Georgia, serif"
const sans = "'Inter Variable', system-ui, sans-serif"

interface Line {
  text: string
  /** Pixels from the top to the middle of the line. */
  y: number
  size: number
  color: string
  font: string
  weight?: number
}

/**
 * Draws a certificate. The page draws it, and not a writer of PDF, because the page shapes every script there is: a name
 * in Arabic, Devanagari or Chinese stands on it as its bearer writes it.
 * @returns a PNG of `pageWidth` by `pageHeight` pixels.
 */
export async function certificatePicture(certificate: CertificateView): Promise<Blob> {
  // A typeface that no screen has used yet is not there at the first stroke.
  await Promise.all([document.fonts.load(`600 80px ${serif}`), document.fonts.load(`40px ${sans}`)])
  const canvas = document.createElement('canvas')
  canvas.width = pageWidth
  canvas.height = pageHeight
  const context = canvas.getContext('2d')
  if (!context) throw new Error('this window draws no pictures')
  context.fillStyle = '#fffdf9'
  context.fillRect(0, 0, pageWidth, pageHeight)
  context.strokeStyle = accent
  context.lineWidth = 6
  context.strokeRect(70, 70, pageWidth - 140, pageHeight - 140)
  context.lineWidth = 2
  context.strokeRect(90, 90, pageWidth - 180, pageHeight - 180)
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  context.direction = document.documentElement.dir === 'rtl' ? 'rtl' : 'ltr'
  for (const line of linesOf(certificate)) draw(context, line)
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture came out'))), 'image/png'),
  )
}

function linesOf(certificate: CertificateView): Line[] {
  const lines: Line[] = [
    { text: 'BrainiX', y: 250, size: 44, color: accent, font: sans, weight: 600 },
    { text: t('progress:certificates.heading'), y: 390, size: 92, color: ink, font: serif, weight: 600 },
    { text: t('progress:certificates.awardedTo'), y: 530, size: 40, color: quiet, font: sans },
    { text: certificate.personName, y: 650, size: 104, color: accent, font: serif, weight: 600 },
    { text: t('progress:certificates.forCourse'), y: 790, size: 40, color: quiet, font: sans },
    { text: certificate.courseTitle, y: 900, size: 72, color: ink, font: serif, weight: 600 },
    { text: formatDate(certificate.completedAtMs), y: 1150, size: 40, color: ink, font: sans },
    {
      text: t('progress:certificates.number', { number: certificate.enrollmentId }),
      y: 1470,
      size: 28,
      color: quiet,
      font: sans,
    },
  ]
  if (certificate.instructorName)
    lines.push({
      text: t('progress:certificates.taughtBy', { name: certificate.instructorName }),
      y: 1020,
      size: 40,
      color: quiet,
      font: sans,
    })
  if (!certificate.confirmed)
    lines.push({
      text: t('progress:certificates.provisionalMark'),
      y: 1320,
      size: 40,
      color: warning,
      font: sans,
      weight: 600,
    })
  return lines
}

/** A line too long for the page is set smaller, and never cut. */
function draw(context: CanvasRenderingContext2D, { text, y, size, color, font, weight }: Line): void {
  const fitting = pageWidth - 320
  context.fillStyle = color
  for (let pixels = size; ; pixels = Math.floor(pixels * 0.92)) {
    context.font = `${weight ?? 400} ${pixels}px ${font}`
    if (context.measureText(text).width <= fitting || pixels < 20) break
  }
  context.fillText(text, pageWidth / 2, y, fitting)
}
