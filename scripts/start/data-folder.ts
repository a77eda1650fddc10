import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/** Where everything of this person on this machine lives, unless BRAINIX_HOME says otherwise. */
export function dataFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): string {
  if (env.BRAINIX_HOME) return resolve(env.BRAINIX_HOME)
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'BrainiX')
  if (platform === 'win32') return join(env.APPDATA ?? join(homedir(), 'AppData', 'Roaming'), 'BrainiX')
  return join(env.XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), 'BrainiX')
}
