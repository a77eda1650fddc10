import type { MutationName } from '../../../src/shared/contract/mutations.ts'
import type { PersonId } from './school.ts'

/** One thing a person did, as the app took it. */
export interface Taken {
  step: number
  device: string
  /** What the device calls itself towards the centre, and the number it gave to this. */
  client: string
  number: number
  person: PersonId
  name: MutationName
  args: Record<string, unknown>
}

/** Every text that is written carries a mark, so that it can be found again wherever it ends up. */
export const markOf = (step: number, part = '') => `#k${step}${part}#`
export const marksIn = (text: string): string[] => text.match(/#k\d+[a-z]*#/g) ?? []
