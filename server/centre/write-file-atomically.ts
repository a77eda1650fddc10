import { open, rename } from 'node:fs/promises'

/** Replaces a small file: after a power cut it holds the old text or the new, never a part. */
export async function writeFileAtomically(path: string, text: string, mode: number): Promise<void> {
  const growing = `${path}.new`
  const file = await open(growing, 'w', mode)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(growing, path)
}
