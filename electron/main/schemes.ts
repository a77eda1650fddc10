import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { protocol } from 'electron'
import type { BlobLocation } from '../../src/shared/contract/host.ts'
import { mediaResponse } from '../../src/shared/shell/media-response.ts'
import { mimeTypeOf } from '../../src/shared/shell/mime-type.ts'
import { commonHeaders, contentSecurityPolicy } from '../../src/shared/shell/page-security.ts'
import { streamFile } from './file-stream.ts'

/** Origin of the app's page. */
export const pageOrigin = 'brainix-app://app'

/** Undefined: the engine does not answer now. */
export type LocateBlob = (sha256: string) => Promise<BlobLocation | null | undefined>

/** Must be called before the app is ready. */
export function declareSchemes(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: 'brainix-app',
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
    {
      scheme: 'brainix-media',
      privileges: { standard: true, secure: true, supportFetchAPI: true, corsEnabled: true, stream: true },
    },
  ])
}

/** Call once the app is ready. */
export function serveSchemes(pageFolder: string, locate: LocateBlob): void {
  protocol.handle('brainix-app', createPageHandler(pageFolder))
  protocol.handle('brainix-media', createMediaHandler(locate))
}

/** The built renderer. Only what a listing of the folder holds is served, so no path can leave it. */
function createPageHandler(folder: string): (request: Request) => Promise<Response> {
  const files = new Map<string, string>()
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isFile()) files.set(`/${relative(folder, path).split(sep).join('/')}`, path)
  }
  const headers = {
    ...commonHeaders,
    'content-security-policy': contentSecurityPolicy({
      connect: ['brainix-media:'],
      media: ['brainix-media:'],
    }),
  }
  return async (request) => {
    const url = URL.parse(request.url)
    const path = url?.pathname === '/' ? '/index.html' : (url?.pathname ?? '')
    const file = url?.host === 'app' && request.method === 'GET' ? files.get(path) : undefined
    if (!file) return new Response(null, { status: 404 })
    return new Response(await readFile(file), { headers: { ...headers, 'content-type': mimeTypeOf(path) } })
  }
}

/** `brainix-media://blob/<sha256>`: the engine says where the blob lies, and its bytes are streamed, ranges included. */
function createMediaHandler(locate: LocateBlob): (request: Request) => Promise<Response> {
  return async (request) => {
    const sha256 = /^brainix-media:\/\/blob\/([0-9a-f]{64})$/.exec(request.url)?.[1]
    if (!sha256 || (request.method !== 'GET' && request.method !== 'HEAD'))
      return new Response(null, { status: 404 })
    const blob = await locate(sha256)
    if (!blob) return new Response(null, { status: blob === null ? 404 : 503 })
    const { status, headers, range } = mediaResponse(blob, request.headers.get('range'))
    // The page has another origin than its media here, and is the only page there is.
    headers['cross-origin-resource-policy'] = 'cross-origin'
    headers['access-control-allow-origin'] = pageOrigin
    if (request.method === 'HEAD' || range === null) return new Response(null, { status, headers })
    try {
      return new Response(await streamFile(blob.path, range), { status, headers })
    } catch {
      return new Response(null, { status: 404 })
    }
  }
}
