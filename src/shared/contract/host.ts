import { oc, type } from '@orpc/contract'
import { z } from 'zod'

/**
 * The private line between a shell's main process and its engine process, both ways over the same kind of port.
 * `hostApi` is answered by the shell, `engineControlApi` by the engine. The renderer never sees either.
 */
const key = z.string().min(1).max(200)

export const hostApi = {
  secrets: {
    /** Null where nothing (or nothing readable any more) is stored. */
    get: oc.input(z.object({ key })).output(type<string | null>()),
    set: oc.input(z.object({ key, value: z.string().max(100_000) })).output(type<void>()),
    delete: oc.input(z.object({ key })).output(type<void>()),
    /** Whether the operating system's keychain guards what is kept here, so that it may lock other things. */
    protection: oc.output(type<'os' | 'none'>()),
  },
  /**
   * Shows a copy of a file of a course in the program this computer has for it. False: this shell cannot, or there is no such
   * program.
   */
  openFile: oc
    .input(z.object({ path: z.string().min(1), name: z.string().min(1).max(300) }))
    .output(type<boolean>()),
  /** Opens an http(s) address in the system browser. False: this shell has none, the page goes there itself. */
  openExternal: oc.input(z.object({ url: z.url() })).output(type<boolean>()),
}
export type HostApi = typeof hostApi

export interface BlobLocation {
  /** Absolute path of the file. */
  path: string
  mimeType: string
  sizeBytes: number
}

export const engineControlApi = {
  media: {
    /** Where a blob of the signed-in person lies; fetches it first where the centre can be reached. Null: not to be had now. */
    locate: oc
      .input(z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }))
      .output(type<BlobLocation | null>()),
  },
  /** Finishes what is under way and closes the database. */
  close: oc.output(type<void>()),
}
export type EngineControlApi = typeof engineControlApi
