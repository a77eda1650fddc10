import { mediaSha256 } from '../../shared/domain/media-url.ts'
import { shell } from './shell.ts'

/** `brainix-file:<sha256>` → what this shell serves. Any other address comes back as it is. */
export function resolveMedia(url: string): string {
  const sha256 = mediaSha256(url)
  if (sha256 === null) return url
  return shell === 'electron' ? `brainix-media://blob/${sha256}` : `/media/${sha256}`
}
