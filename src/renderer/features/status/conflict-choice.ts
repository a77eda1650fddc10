import type { ConflictItem } from '../../../shared/contract/sync-views.ts'
import { hasMarks, takeSide } from '../../../shared/domain/resolve-marks.ts'

/** Deleted in one place, changed in another. */
export function isDeletion(item: ConflictItem): boolean {
  return item.table === 'notes' && item.field === 'deleted'
}

/**
 * The text when a person takes one side: where both are still marked in the present text, only the marked parts are
 * decided, and what either side changed elsewhere stays.
 */
export function chosenText(item: ConflictItem, side: 'mine' | 'theirs'): string {
  const whole = item[side]
  return item.current !== null && hasMarks(item.current) ? takeSide(item.current, side) : whole
}
