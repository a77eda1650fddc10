import { z } from 'zod'
import { bringForward } from '../../shared/contract/contract-versions.ts'
import { contractVersion, type WireMutation, wireMutation } from '../../shared/contract/wire.ts'
import { AppError } from '../../shared/errors/app-error.ts'
import type { Sqlite } from '../db/open-database.ts'
import type { Tx } from '../db/write-door.ts'
import { outboxEntries } from './outbox.ts'

/** Raised when an older app could not read the file any more. */
const fileVersion = 1

const marked = z.object({ kind: z.literal('brainix-unsent-work'), version: z.number().int() })
const unsentFile = marked.extend({
  contractVersion: z.number().int(),
  person: z.object({ id: z.string(), name: z.string() }),
  /** The device it comes from. */
  clientId: z.string().min(1).max(64),
  exportedAtMs: z.number().int(),
  mutations: z.array(wireMutation),
})
export type UnsentFile = z.infer<typeof unsentFile>

/** What is carried away may be done elsewhere as it is: nothing folds into it any more. */
export function leaveAsCarried(tx: Tx): void {
  tx.sqlite.prepare('UPDATE outbox SET fold_key = NULL WHERE fold_key IS NOT NULL').run()
}

/** Everything that waits on this device, in order, as a file to carry to another device of the same person. JSON. */
export function writeUnsentFile(
  sqlite: Sqlite,
  person: { id: string; name: string },
  clientId: string,
  nowMs: number,
): { fileName: string; text: string } {
  const mutations = outboxEntries(sqlite).map(
    ({ number, name, args, madeAtMs }): WireMutation => ({
      number,
      name,
      args: JSON.parse(args),
      madeAtMs,
    }),
  )
  const file: UnsentFile = {
    kind: 'brainix-unsent-work',
    version: fileVersion,
    contractVersion,
    person: { id: person.id, name: person.name },
    clientId,
    exportedAtMs: nowMs,
    mutations,
  }
  const day = new Date(nowMs).toISOString().slice(0, 10)
  return { fileName: `brainix-unsent-${day}.json`, text: JSON.stringify(file, null, 1) }
}

/**
 * Reads a file of unsent work. @throws AppError `bad-input` for anything else, `contract-too-old` for one of a newer
 * version, `forbidden` for another person's.
 */
export function readUnsentFile(text: string, userId: string): UnsentFile {
  const value = parseJson(text)
  const head = marked.safeParse(value)
  if (!head.success) throw new AppError('bad-input', 'This is not a file of unsent work from BrainiX.')
  if (head.data.version > fileVersion) throw tooNew()
  const file = unsentFile.safeParse(value)
  if (!file.success)
    throw new AppError('bad-input', 'This file of unsent work is damaged. Export it again if you still can.')
  const { contractVersion: from } = file.data
  if (from > contractVersion) throw tooNew()
  if (file.data.person.id !== userId)
    throw new AppError(
      'forbidden',
      `This is unsent work of ${file.data.person.name}. Sign in as them to import it.`,
    )
  const mutations = file.data.mutations.map((mutation) => ({ ...mutation, ...bringForward(mutation, from) }))
  return { ...file.data, mutations }
}

function tooNew(): AppError {
  return new AppError(
    'contract-too-old',
    'This file is from a newer BrainiX. Update this one, then try again.',
  )
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
