import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { readFrontMatter } from '../imports/front-matter.ts'
import { stableId } from '../imports/stable-id.ts'
import type { Row } from '../imports/write-rows.ts'
import { demoPeople } from './people.ts'

const blogSettings = z.object({
  title: z.string(),
  slug: z.string(),
  excerpt: z.string(),
  tags: z.array(z.string()),
})

/** The blog post and what was said under it. */
export async function demoBlog(folder: string, nowMs: number): Promise<{ post: Row; comments: Row[] }> {
  const path = join(folder, 'studying-without-a-signal.md')
  const { data, body } = readFrontMatter(path, await readFile(path, 'utf8'), blogSettings)
  const at = (daysAgo: number) => new Date(nowMs - daysAgo * 24 * 60 * 60 * 1000).toISOString()
  const blogId = stableId('demo blog', data.slug)
  const comment = (
    name: string,
    user: string,
    daysAgo: number,
    content: string,
    parent: string | null,
  ): Row => ({
    id: stableId('demo comment', name),
    blog_id: blogId,
    user_id: user,
    parent_id: parent === null ? null : stableId('demo comment', parent),
    content,
    created_at: at(daysAgo),
    updated_at: at(daysAgo),
  })
  return {
    post: {
      id: blogId,
      author_id: demoPeople.instructor,
      title: data.title,
      slug: data.slug,
      excerpt: data.excerpt,
      content: body.trim(),
      cover: null,
      tags: data.tags,
      published: true,
      published_at: at(15),
      created_at: at(16),
      updated_at: at(15),
    },
    comments: [
      comment(
        'habit',
        demoPeople.learner,
        13,
        'I take the quiz while the shop is still closed, before I have looked at anything else. The coffee is the reward.',
        null,
      ),
      comment(
        'reply',
        demoPeople.instructor,
        12,
        'A reward *after* the quiz: I shall steal that too.',
        'habit',
      ),
    ],
  }
}
