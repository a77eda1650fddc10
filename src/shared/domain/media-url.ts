const scheme = 'brainix-file:'

/** `brainix-file:<sha256>`: how content names a file of its course, wherever the bytes are. */
export function mediaUrl(sha256: string): string {
  return scheme + sha256
}

/** The SHA-256 (64 hex digits) a media URL names, or null for any other address. */
export function mediaSha256(url: string): string | null {
  if (!url.startsWith(scheme)) return null
  const name = url.slice(scheme.length)
  return isSha256(name) ? name : null
}

export function isSha256(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text)
}

/** Where a blob lies below a blobs folder: two levels, so that no folder grows too large. */
export function blobPath(sha256: string): string {
  return `${sha256.slice(0, 2)}/${sha256}`
}
