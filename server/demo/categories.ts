import { slugify, stableId } from '../imports/stable-id.ts'
import type { Row } from '../imports/write-rows.ts'

interface Category {
  name: string
  description: string
  /** Name of a lucide icon. */
  icon: string
  color: string
  below?: string
}

/** Parents first. Colours are muted enough to carry dark text and strong enough to be told apart. */
const categories: readonly Category[] = [
  { name: 'Nature', description: 'What happens outside.', icon: 'leaf', color: '#5f7f6b' },
  { name: 'Weather', description: 'Reading the sky.', icon: 'cloud-sun', color: '#6f93a6', below: 'Nature' },
  { name: 'Home & health', description: 'What keeps a household well.', icon: 'house', color: '#a8694f' },
  { name: 'Computing', description: 'Making machines work for you.', icon: 'laptop', color: '#4f6d8f' },
  {
    name: 'Data',
    description: 'Tables that answer questions.',
    icon: 'table',
    color: '#5b7a52',
    below: 'Computing',
  },
  {
    name: 'Software',
    description: 'Writing it, keeping it.',
    icon: 'git-branch',
    color: '#2f6f73',
    below: 'Computing',
  },
  { name: 'Languages', description: 'To be understood elsewhere.', icon: 'languages', color: '#b07a3c' },
  { name: 'Money', description: 'Numbers with consequences.', icon: 'coins', color: '#6b4f8a' },
  { name: 'Arts', description: 'Making things to be seen and heard.', icon: 'palette', color: '#9a5a72' },
  { name: 'Sound', description: 'Listening and recording.', icon: 'mic', color: '#8a6a5a', below: 'Arts' },
]

export const demoCategories: readonly Row[] = categories.map((category) => ({
  id: categoryId(category.name),
  name: category.name,
  slug: slugify(category.name),
  description: category.description,
  icon: category.icon,
  color: category.color,
  parent_id: category.below === undefined ? null : categoryId(category.below),
}))

function categoryId(name: string): string {
  return stableId('category', slugify(name))
}
