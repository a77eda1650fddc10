import { createContext } from 'react'

/** With more pictures than this, each is fetched only as it comes near the window. */
const manyImages = 24

export function hasManyImages(source: string): boolean {
  let count = 0
  for (let at = source.indexOf('!['); at >= 0 && count <= manyImages; at = source.indexOf('![', at + 2))
    count += 1
  return count > manyImages
}

/** Whether the pictures of this text wait until they are needed. */
export const LazyImagesContext = createContext(false)
