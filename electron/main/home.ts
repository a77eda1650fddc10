import { join, resolve } from 'node:path'

/** Where this person's data lives: BRAINIX_HOME, or a folder of ours in the system's place for application data. */
export function homeFolder(env: NodeJS.ProcessEnv, appData: string): string {
  return env.BRAINIX_HOME ? resolve(env.BRAINIX_HOME) : join(appData, 'BrainiX')
}
