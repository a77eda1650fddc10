import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/**
 * The folder of everything BrainiX keeps for this person on this machine: `BRAINIX_HOME`, or the place the operating
 * system has for such data. Absolute; not created here.
 */
export function brainixHome(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  if (env.BRAINIX_HOME) return resolve(env.BRAINIX_HOME)
  const user = homedir()
  if (platform === 'win32') return join(env.APPDATA || join(user, 'AppData', 'Roaming'), 'BrainiX')
  if (platform === 'darwin') return join(user, 'Library', 'Application Support', 'BrainiX')
  return join(env.XDG_DATA_HOME || join(user, '.local', 'share'), 'BrainiX')
}
