import type { SourceModule } from './scan-modules.ts'

/**
 * Groups of files that import each other in a ring, each as a sorted list of paths (Tarjan's strongly connected
 * components). A file that imports itself is a ring of one.
 */
export function importCycles(modules: SourceModule[]): string[][] {
  const targets = new Map(
    modules.map(({ path, imports }) => [
      path,
      imports.filter(({ kind }) => kind === 'file').map(({ target }) => target),
    ]),
  )
  const order = new Map<string, number>()
  const stack: string[] = []
  const onStack = new Set<string>()
  const cycles: string[][] = []

  function visit(path: string): number {
    const index = order.size
    order.set(path, index)
    let low = index
    stack.push(path)
    onStack.add(path)
    for (const target of targets.get(path) ?? []) {
      if (!targets.has(target)) continue
      if (!order.has(target)) low = Math.min(low, visit(target))
      else if (onStack.has(target)) low = Math.min(low, order.get(target) ?? low)
    }
    if (low !== index) return low
    const ring: string[] = []
    for (let member = stack.pop(); member !== undefined; member = stack.pop()) {
      onStack.delete(member)
      ring.push(member)
      if (member === path) break
    }
    if (ring.length > 1 || targets.get(path)?.includes(path)) cycles.push(ring.sort())
    return low
  }
  for (const path of targets.keys()) if (!order.has(path)) visit(path)
  return cycles
}
