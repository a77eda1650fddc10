import { spawn } from 'node:child_process'

/** Opens an address in the system's browser. False when this machine has no way to. */
export function openAddress(url: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  const [command, args] = opener(url)
  if (process.platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY && !env.BROWSER)
    return Promise.resolve(false)
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'ignore', detached: true })
    child.once('error', () => resolve(false))
    child.once('exit', (code) => resolve(code === 0))
    // Some openers stay as long as the browser does.
    setTimeout(() => resolve(true), 3_000).unref()
    child.unref()
  })
}

function opener(url: string): [command: string, args: string[]] {
  if (process.platform === 'darwin') return ['open', [url]]
  if (process.platform === 'win32') return ['rundll32', ['url.dll,FileProtocolHandler', url]]
  return ['xdg-open', [url]]
}
