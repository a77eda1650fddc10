import { ImageOff } from 'lucide-react'
import { use, useState } from 'react'
import { t } from '../language/texts.ts'
import { LazyImagesContext } from './lazy-images.ts'
import { MarkdownPlaceContext } from './markdown-place.ts'

/** Width and height of pictures seen before, so that a lesson read again is laid out before they are decoded. */
const knownSizes = new Map<string, { width: number; height: number }>()

/** A picture of the course, or a calm word about where it is. */
export function LessonImage({ src, alt }: { src: string; alt: string }) {
  const { resolveMedia } = use(MarkdownPlaceContext)
  const [missing, setMissing] = useState(false)
  const [loaded, setLoaded] = useState(false)
  const lazy = use(LazyImagesContext)
  const online = /^https?:/.test(src)
  if (missing || online || src === '') {
    return (
      <span className="bx-image-missing" role="img" aria-label={alt || t('markdown:image.picture')}>
        <ImageOff size={18} aria-hidden />
        <span>
          {alt && <em>{alt}</em>}
          <small dir="auto">{online ? t('markdown:image.online') : t('markdown:image.missing')}</small>
        </span>
      </span>
    )
  }
  const size = knownSizes.get(src)
  return (
    <img
      src={resolveMedia(src)}
      alt={alt}
      decoding="async"
      {...(lazy ? { loading: 'lazy' as const, 'data-waits': size || loaded ? undefined : '' } : {})}
      {...(size ?? {})}
      onLoad={(event) => {
        const { naturalWidth: width, naturalHeight: height } = event.currentTarget
        if (width > 0) knownSizes.set(src, { width, height })
        if (lazy) setLoaded(true)
      }}
      onError={() => setMissing(true)}
    />
  )
}
