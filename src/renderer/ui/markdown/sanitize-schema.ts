import { defaultSchema, type Options as SanitizeOptions } from 'rehype-sanitize'

/**
 * What course text may put on the screen: GitHub's list, plus the boxes and formulas made by our own plugins, and the two
 * address schemes of course material. Runs before mathematics and code colours, whose output is their own.
 */
export const sanitizeSchema: SanitizeOptions = {
  ...defaultSchema,
  // The only ids left here are those of footnotes, which carry their prefix already.
  clobber: [],
  attributes: {
    ...defaultSchema.attributes,
    div: ['dataBox', 'dataTitle'],
    code: [['className', /^language-./, 'math-inline', 'math-display']],
    a: [...(defaultSchema.attributes?.a ?? []), 'id'],
  },
  protocols: {
    ...defaultSchema.protocols,
    href: ['http', 'https', 'mailto', 'brainix-lesson'],
    src: ['http', 'https', 'brainix-file'],
  },
}

/** Addresses are judged by the schema above, before components see them. */
export function keepUrl(url: string): string {
  return url
}
