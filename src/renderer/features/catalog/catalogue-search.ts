import { z } from 'zod'
import { type CatalogueQuery, catalogueSorts } from '../../../shared/contract/api.ts'
import { courseLevels } from '../../../shared/contract/enums.ts'

/** What the catalogue's address holds. Whatever does not make sense in it is left out. */
export const catalogueSearch = z.object({
  q: z.string().max(200).optional().catch(undefined),
  category: z.string().max(64).optional().catch(undefined),
  level: z.enum(courseLevels).optional().catch(undefined),
  language: z.string().max(20).optional().catch(undefined),
  price: z.enum(['free', 'paid']).optional().catch(undefined),
  rating: z.number().min(1).max(5).optional().catch(undefined),
  tag: z.string().max(100).optional().catch(undefined),
  here: z.literal(true).optional().catch(undefined),
  sort: z.enum(catalogueSorts).optional().catch(undefined),
})
export type CatalogueSearch = z.infer<typeof catalogueSearch>

/** The address as a question to the engine, without its window. */
export function catalogueQueryOf(search: CatalogueSearch): Omit<CatalogueQuery, 'limit' | 'offset'> {
  const words = search.q?.trim()
  return {
    ...(words ? { search: words } : {}),
    ...(search.category ? { categoryId: search.category } : {}),
    ...(search.level ? { level: search.level } : {}),
    ...(search.language ? { language: search.language } : {}),
    ...(search.price ? { price: search.price } : {}),
    ...(search.rating ? { minRating: search.rating } : {}),
    ...(search.tag ? { tag: search.tag } : {}),
    ...(search.here ? { onDevice: true } : {}),
    sort: search.sort ?? 'recommended',
  }
}

/** How many filters narrow the list, the words aside. */
export function filterCount(search: CatalogueSearch): number {
  const { category, level, language, price, rating, tag, here } = search
  return [category, level, language, price, rating, tag, here].filter((value) => value !== undefined).length
}
