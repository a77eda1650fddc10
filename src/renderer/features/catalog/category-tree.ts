import type { CategoryView } from '../../../shared/contract/catalogue-views.ts'

export interface CategoryNode {
  category: CategoryView
  children: CategoryNode[]
  /** Courses here and below, as choosing the category lists both. */
  courseCount: number
}

/** Categories below their parents, by name. One whose parent is missing (or itself below it) stands at the top. */
export function categoryTree(categories: readonly CategoryView[]): CategoryNode[] {
  const byParent = new Map<string | null, CategoryView[]>()
  const known = new Set(categories.map(({ id }) => id))
  for (const category of categories) {
    const parent = category.parentId !== null && known.has(category.parentId) ? category.parentId : null
    byParent.set(parent, [...(byParent.get(parent) ?? []), category])
  }
  const placed = new Set<string>()
  const grow = (parent: string | null): CategoryNode[] =>
    (byParent.get(parent) ?? [])
      .toSorted((left, right) => left.name.localeCompare(right.name))
      .filter(({ id }) => !placed.has(id) && placed.add(id))
      .map((category) => nodeOf(category, grow(category.id)))
  const roots = grow(null)
  const lost = categories.filter(({ id }) => !placed.has(id))
  return [...roots, ...lost.map((category) => nodeOf(category, []))]
}

function nodeOf(category: CategoryView, children: CategoryNode[]): CategoryNode {
  const below = children.reduce((sum, child) => sum + child.courseCount, 0)
  return { category, children, courseCount: category.courseCount + below }
}
