import { shell } from 'electron'

/** Opens a web address in the system's browser. Anything else (file:, a program's own scheme) is left alone: false. */
export async function openInBrowser(address: string): Promise<boolean> {
  const url = URL.parse(address)
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') return false
  await shell.openExternal(url.href)
  return true
}
