export interface PageSources {
  /** Where the page may open connections, beside its own origin. */
  connect: string[]
  /** Where images, video and sound may come from, beside the page's own origin. */
  media: string[]
}

/**
 * The Content-Security-Policy of the app's page. Scripts come from the app alone; styles may be inline because the
 * component library sets them on elements. Nothing may frame the page, and the page frames only documents of its own.
 */
export function contentSecurityPolicy(sources: PageSources): string {
  const media = ["'self'", 'data:', 'blob:', ...sources.media].join(' ')
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "font-src 'self' data:",
    `img-src ${media}`,
    `media-src ${media}`,
    `connect-src ${["'self'", ...sources.connect].join(' ')}`,
    `frame-src ${["'self'", ...sources.media].join(' ')}`,
    "worker-src 'self' blob:",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join('; ')
}

/** Headers every answer of a shell carries. */
export const commonHeaders = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
} as const
