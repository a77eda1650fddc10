import { onlyBeforeReady, onlyWhenReady } from './lifecycle.ts'
import { onlyKeys } from './strict.ts'

export type SchemeHandler = (request: Request) => Promise<Response>

const privileged = new Set<string>()
const handlers = new Map<string, SchemeHandler>()
const knownPrivileges = ['standard', 'secure', 'supportFetchAPI', 'corsEnabled', 'stream', 'codeCache']

export function declareSchemes(schemes: { scheme: string; privileges: object }[]): void {
  onlyBeforeReady('protocol.registerSchemesAsPrivileged')
  for (const { scheme, privileges } of schemes) {
    onlyKeys(`privileges of ${scheme}`, privileges, knownPrivileges)
    privileged.add(scheme)
  }
}

export function handleScheme(scheme: string, handler: SchemeHandler): void {
  onlyWhenReady('protocol.handle')
  if (!privileged.has(scheme)) throw new Error(`${scheme} was not declared`)
  if (handlers.has(scheme)) throw new Error(`${scheme} is handled already`)
  handlers.set(scheme, handler)
}

/** What the page would get for an address of ours. */
export async function answerScheme(url: string, headers: Record<string, string>) {
  const handler = handlers.get(new URL(url).protocol.slice(0, -1))
  if (!handler) throw new Error(`nothing handles ${url}`)
  const response = await handler(new Request(url, { headers }))
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    text: await response.text(),
  }
}
