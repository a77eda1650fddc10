import type { Dice } from './dice.ts'

const pieces = [
  '🌍👩‍👩‍👧‍👦🏳️‍🌈',
  '\u202eשלום עולם\u202c',
  'a\0b',
  'x=1&y=2;z=%00%26',
  '\ud83d',
  '\udc00 half',
  "Robert'); DROP TABLE notes;--",
  '{"json": [1, null]}',
  '\\x00 \\" \\\\',
  '<<<<<<< this edit\n=======\n>>>>>>> other edit',
  '{a,"b",NULL}',
  '\t\r\n\u2028\u2029',
  '\u001f\u001e\u0001',
  'é vs é',
  '',
]

/** Text people's keyboards, clipboards and broken programs produce. */
export function hostileText(dice: Dice): string {
  if (dice.chance(0.02)) return 'long '.repeat(20_000)
  return Array.from({ length: dice.below(3) + 1 }, () => dice.pick(pieces)).join(' ')
}
