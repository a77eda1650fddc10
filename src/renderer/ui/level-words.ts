import type { CourseLevel } from '../../shared/contract/enums.ts'

export const levelWords: Record<CourseLevel, string> = {
  BEGINNER: 'Beginner',
  INTERMEDIATE: 'Intermediate',
  ADVANCED: 'Advanced',
}
