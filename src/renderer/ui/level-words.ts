import type { CourseLevel } from '../../shared/contract/enums.ts'
import { t } from './language/texts.ts'

/** "Beginner", in the language of the app. */
export function levelWord(level: CourseLevel): string {
  return t(`level.${level}`)
}
