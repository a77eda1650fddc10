import { expect, test } from 'vitest'
import type { CategoryView } from '../../../shared/contract/catalogue-views.ts'
import { type CategoryNode, categoryTree } from './category-tree.ts'

function category(id: string, parentId: string | null): CategoryView {
  return { id, name: id, slug: id, color: null, icon: null, parentId, courseCount: 1 }
}

function names(nodes: CategoryNode[]): unknown[] {
  return nodes.map((node) => [node.category.id, ...names(node.children)])
}

test('categories stand below their parents, by name', () => {
  const tree = categoryTree([
    category('web', 'code'),
    category('music', null),
    category('code', null),
    category('css', 'web'),
  ])
  expect(names(tree)).toEqual([['code', ['web', ['css']]], ['music']])
  expect(tree.map((node) => node.courseCount)).toEqual([3, 1])
})

test('no category is lost when its parent is missing or two name each other as parent', () => {
  const tree = categoryTree([category('orphan', 'gone'), category('a', 'b'), category('b', 'a')])
  expect(names(tree)).toEqual([['orphan'], ['a'], ['b']])
})
