import type { RefusedItem } from '../../../shared/contract/sync-views.ts'
import { t } from '../../ui/language/texts.ts'

/** What a person takes away of something refused: their text where it is one, otherwise all of it as JSON. */
export function copyOf(item: RefusedItem): {
  fileName: string
  text: string
  type: 'application/json' | 'text/markdown'
} {
  const name = item.label
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60)
  const everything = JSON.stringify(
    { label: item.label, reason: item.reason, refused: item.refusals },
    null,
    2,
  )
  if (item.text === null)
    return { fileName: `brainix-${name}.json`, text: everything, type: 'application/json' }
  const heading = t('status:refused.copy', { thing: item.label, reason: item.reason }).replaceAll('-->', '—>')
  return {
    fileName: `brainix-${name}.md`,
    text: `${item.text}\n\n<!-- ${heading}\n${everything.replaceAll('-->', '--\\u003e')}\n-->\n`,
    type: 'text/markdown',
  }
}
