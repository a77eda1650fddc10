/**
 * An order with `id` moved behind `afterId`; null puts it first. What it was to stand behind may be gone by now: then it
 * comes last. Everything else keeps its order, so moves of different things by two people both hold.
 */
export function placeAfter(ids: readonly string[], id: string, afterId: string | null): string[] {
  const others = ids.filter((other) => other !== id)
  if (afterId === null) return [id, ...others]
  const anchor = others.indexOf(afterId)
  const at = anchor < 0 ? others.length : anchor + 1
  return [...others.slice(0, at), id, ...others.slice(at)]
}
