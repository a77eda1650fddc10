const syllables =
  'ba ce di fo gu la me ni po ru sa te vi xo zu tra ple con in ter com ing er al ex pro re st an th'.split(
    ' ',
  )
const vocabularySize = 60_000

/**
 * Texts with the statistics of a language: a vocabulary of 60,000 words of which few are very frequent (Zipf's law), the
 * frequent ones short. The same seed gives the same texts.
 */
export function madeUpTexts(seed: number): {
  words: (count: number) => string
  text: (length: number) => string
  vocabulary: readonly string[]
} {
  let state = seed
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const known = new Set<string>()
  while (known.size < vocabularySize) {
    let word = ''
    for (let parts = 1 + Math.floor(random() * 4); parts > 0; parts--) word += pick(syllables)
    known.add(known.has(word) ? word + pick(syllables) + pick(syllables) : word)
  }
  const vocabulary = [...known].sort((left, right) => left.length - right.length)
  const upTo: number[] = []
  let sum = 0
  for (let rank = 0; rank < vocabularySize; rank++) {
    sum += 1 / (rank + 2.7)
    upTo.push(sum)
  }
  const word = (): string => {
    const wanted = random() * sum
    let low = 0
    for (let high = vocabularySize - 1; low < high; ) {
      const middle = (low + high) >> 1
      if ((upTo[middle] ?? 0) < wanted) low = middle + 1
      else high = middle
    }
    return vocabulary[low] ?? ''
  }
  const words = (count: number) => Array.from({ length: count }, word).join(' ')
  // Putting texts together from sentences made before is many times as fast, and as true to the statistics.
  const sentences = Array.from({ length: 4000 }, () => `${words(12)}. `)
  const text = (length: number) => {
    let made = ''
    while (made.length < length) made += pick(sentences)
    return made.slice(0, length)
  }
  return { words, text, vocabulary }
}
