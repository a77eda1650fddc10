import type { BlobLocation } from '../../shared/contract/host.ts'
import type { OpenedFile } from '../../shared/contract/lesson-views.ts'
import { fileKind, safeFileName } from '../../shared/domain/file-kind.ts'

interface Files {
  /** Where a file lies, after fetching it where that is possible. */
  locate(sha256: string): Promise<BlobLocation | null>
}

interface Opener {
  openFile(input: { path: string; name: string }): Promise<boolean>
}

/**
 * Shows a file of a course in another program of this computer. Only documents that are read there, never what could run:
 * course files come from other people.
 */
export async function openFile(
  files: Files,
  opener: Opener,
  { sha256, name }: { sha256: string; name: string },
): Promise<OpenedFile> {
  const blob = await files.locate(sha256)
  if (!blob) return 'missing'
  const kind = fileKind(name, blob.mimeType)
  if (kind !== 'document' && kind !== 'pdf') return 'save'
  return (await opener.openFile({ path: blob.path, name: safeFileName(name) })) ? 'opened' : 'save'
}
