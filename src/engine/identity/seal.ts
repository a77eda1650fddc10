import { randomBytes } from 'node:crypto'
import { AppError } from '../../shared/errors/app-error.ts'
import { sealFiles, sealKeyBytes, sealState, setSealedAside, unsealFiles } from './sealed-files.ts'
import type { Secrets } from './token-source.ts'

const sealKey = (userId: string) => `seal:${userId}`

/**
 * Seals a signed-out person's database where the operating system guards the key; elsewhere it stays as it is.
 * @returns whether it is sealed now.
 */
export async function sealPerson(folder: string, userId: string, secrets: Secrets): Promise<boolean> {
  if (!sealState(folder).plain || (await secrets.protection()) !== 'os') return false
  const known = readKey(await secrets.get({ key: sealKey(userId) }))
  const key = known ?? randomBytes(sealKeyBytes)
  if (!known) {
    await secrets.set({ key: sealKey(userId), value: key.toString('base64') })
    // What the keychain does not give back must not be locked with it.
    if (!readKey(await secrets.get({ key: sealKey(userId) }))?.equals(key)) return false
  }
  sealFiles(folder, key)
  return true
}

/**
 * Opens a person's sealed database, if it is sealed.
 * @throws AppError `unavailable` when the keychain does not answer now; `damaged` when its key is gone or does not fit:
 * the sealed files were then set aside, and signing in again goes on without them.
 */
export async function unsealPerson(
  folder: string,
  userId: string,
  secrets: Secrets,
  nowMs: number,
): Promise<void> {
  if (!sealState(folder).sealed) return
  const key = readKey(await secrets.get({ key: sealKey(userId) }))
  if (!key && (await secrets.protection()) !== 'os')
    throw new AppError(
      'unavailable',
      'Your work on this device is locked with this system’s keychain, which does not answer now. Nothing is lost: unlock the keychain, start BrainiX again and sign in.',
    )
  try {
    if (!key) throw new AppError('damaged', 'The key of the work on this device is gone.')
    unsealFiles(folder, key)
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'damaged') throw error
    const kept = setSealedAside(folder, new Date(nowMs).toISOString().replaceAll(/[:.]/g, '-'))
    throw new AppError(
      'damaged',
      `The work you left on this device cannot be opened: its key in this system’s keychain is gone or another one. It is kept as ${kept.join(', ')}. Sign in again to go on without it.`,
      { cause: error },
    )
  }
}

function readKey(text: string | null): Buffer | null {
  const key = text === null ? null : Buffer.from(text, 'base64')
  return key?.length === sealKeyBytes ? key : null
}
