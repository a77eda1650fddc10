import { ownPictureSide } from '../../../shared/contract/profile-mutations.ts'

/**
 * The middle of a picture as a small square, within an address of its own.
 * @throws where the file is no picture that this window can show.
 */
export async function squarePicture(file: Blob): Promise<string> {
  const picture = await createImageBitmap(file)
  const canvas = document.createElement('canvas')
  canvas.width = ownPictureSide
  canvas.height = ownPictureSide
  const { width, height } = picture
  const side = Math.min(width, height)
  const pen = canvas.getContext('2d')
  if (!pen) throw new Error('no canvas')
  pen.imageSmoothingQuality = 'high'
  pen.drawImage(
    picture,
    (width - side) / 2,
    (height - side) / 2,
    side,
    side,
    0,
    0,
    ownPictureSide,
    ownPictureSide,
  )
  picture.close()
  return canvas.toDataURL('image/webp', 0.85)
}
