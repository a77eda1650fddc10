import type { Options } from 'react-markdown'
import rehypeHighlight from 'rehype-highlight'
import rehypeKatex from 'rehype-katex'
import rehypeSanitize from 'rehype-sanitize'
import remarkDirective from 'remark-directive'
import remarkGfm from 'remark-gfm'
import remarkMath from 'remark-math'
import { remarkAlerts } from './alerts.ts'
import { rehypeBlanks } from './blanks.ts'
import { remarkBoxes } from './directives.ts'
import { rehypeHeadings } from './headings.ts'
import { remarkLineBreaks } from './line-breaks.ts'
import { remarkPlainDollars } from './plain-dollars.ts'
import { keepUrl, sanitizeSchema } from './sanitize-schema.ts'

/** The chain from text to elements. What comes after `rehypeSanitize` is made here and by nobody else. */
export function markdownOptions(topLevel: number, withBlanks: boolean): Options {
  return {
    remarkPlugins: [
      remarkGfm,
      remarkMath,
      remarkPlainDollars,
      remarkDirective,
      remarkBoxes,
      remarkAlerts,
      remarkLineBreaks,
    ],
    rehypePlugins: [
      [rehypeSanitize, sanitizeSchema],
      [rehypeHeadings, { topLevel }],
      [rehypeKatex, { trust: false, strict: 'ignore', maxSize: 10, errorColor: 'var(--bx-danger)' }],
      [rehypeHighlight, { plainText: ['output', 'error', 'text', 'txt', 'plain'] }],
      ...(withBlanks ? [rehypeBlanks] : []),
    ],
    urlTransform: keepUrl,
  }
}
