import type { OpenedFile } from '../../shared/contract/lesson-views.ts'
import { safeFileName } from '../../shared/domain/file-kind.ts'
import { engine } from './engine-client.ts'
import { resolveMedia } from './media.ts'

/** Shows a document of a course in another program of this computer, where the shell can. */
export function openFile(sha256: string, name: string): Promise<OpenedFile> {
  return engine.files.open({ sha256, name })
}

/**
 * Hands a person a file of a course as a file of their own, under its own name.
 * @returns false when it is not on this device and cannot be had now.
 */
export async function saveMedia(url: string, name: string): Promise<boolean> {
  try {
    const response = await fetch(resolveMedia(url))
    if (!response.ok) return false
    const address = URL.createObjectURL(await response.blob())
    const link = document.createElement('a')
    link.href = address
    link.download = safeFileName(name)
    link.click()
    // The download reads the address after this turn.
    setTimeout(() => URL.revokeObjectURL(address), 60_000)
    return true
  } catch {
    return false
  }
}
