/** Whether every word that is typed begins a word of a label, whatever the accents and capitals. No words mention all. */
export function isMentioned(label: string, typed: string): boolean {
  const words = wordsOf(label)
  return wordsOf(typed).every((typedWord) => words.some((word) => word.startsWith(typedWord)))
}

function wordsOf(text: string): string[] {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
}
