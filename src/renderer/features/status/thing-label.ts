import { type ThingWords, unknownName } from '../../../shared/contract/thing-words.ts'
import { t } from '../../ui/language/texts.ts'

/** "Note in Tracking Changes". */
export function thingLabel({ what, name }: ThingWords): string {
  return t(`status:thing.${what}`, { name: name ?? t(`status:some.${unknownName(what)}`) })
}
