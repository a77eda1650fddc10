import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export type DesktopWindow = { kind: 'electron'; path: string } | { kind: 'none'; reason: string }

/**
 * Whether the desktop window can be opened here. Looks at files only: asking the package itself would download the
 * binary.
 */
export function findElectron(
  root: string,
  env: NodeJS.ProcessEnv,
  userId: number | undefined,
): DesktopWindow {
  const path = binaryPath(join(root, 'node_modules', 'electron'), env.ELECTRON_OVERRIDE_DIST_PATH)
  if (!path) return { kind: 'none', reason: 'the Electron binary is not on this machine' }
  if (process.platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY)
    return { kind: 'none', reason: 'there is no display for a window' }
  if (userId === 0)
    return { kind: 'none', reason: 'Electron keeps its sandbox only for ordinary users, not root' }
  return { kind: 'electron', path }
}

function binaryPath(folder: string, override: string | undefined): string | null {
  const nameFile = join(folder, 'path.txt')
  const name = existsSync(nameFile) ? readFileSync(nameFile, 'utf8').trim() : 'electron'
  const path = join(override ?? join(folder, 'dist'), name)
  return existsSync(path) ? path : null
}
