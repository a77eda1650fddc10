/** Whether another attempt at a quiz may be started, and if not, why, in words for the learner. */
export function mayStartAttempt(
  quiz: { allowRetakes: boolean; maxAttempts: number | null },
  handedIn: number,
): { allowed: true } | { allowed: false; why: string } {
  if (handedIn === 0) return { allowed: true }
  if (!quiz.allowRetakes)
    return { allowed: false, why: 'This quiz can be taken once, and you have handed it in.' }
  if (quiz.maxAttempts !== null && handedIn >= quiz.maxAttempts)
    return { allowed: false, why: `All ${quiz.maxAttempts} attempts have been used.` }
  return { allowed: true }
}

/**
 * The items in an order that looks random, but is always the same for the same seed (an attempt's id): closing the
 * app in the middle of a quiz must not shuffle it again. Fisher–Yates over a mulberry32 stream.
 */
export function stableShuffle<T>(items: readonly T[], seed: string): T[] {
  const random = mulberry32(fnv1a(seed))
  const shuffled = [...items]
  for (let last = shuffled.length - 1; last > 0; last--) {
    const pick = Math.floor(random() * (last + 1))
    const held = shuffled[last] as T
    shuffled[last] = shuffled[pick] as T
    shuffled[pick] = held
  }
  return shuffled
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return hash >>> 0
}

function mulberry32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
