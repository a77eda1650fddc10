import type { FileKind } from '../domain/file-kind.ts'
import type { ResourceType } from './enums.ts'

/** A file or link that goes with a lesson. */
export interface LessonResource {
  id: string
  title: string
  type: ResourceType
  url: string
  sizeBytes: number | null
  /** Name its maker gave the file; null for a link. */
  fileName: string | null
  /** Null for a link. */
  kind: FileKind | null
  /** The file's bytes are here. */
  onDevice: boolean
}

/** What became of opening a file in another program: opened, not to be had now, or left to the page, which saves it. */
export type OpenedFile = 'opened' | 'missing' | 'save'
