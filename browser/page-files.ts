import { createReadStream, readdirSync, statSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { join, relative, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { mimeTypeOf } from '../src/shared/shell/mime-type.ts'

export interface PageFiles {
  /** Answers with the file of that URL path. False: there is none. */
  send(urlPath: string, method: string, response: ServerResponse, headers: Record<string, string>): boolean
}

/**
 * The built renderer. Only paths found by listing the folder are ever served, so no spelling of a path can leave it.
 * The list is read again when something is asked for that it does not hold: the app may have been built anew.
 */
export function openPageFiles(folder: string): PageFiles {
  let files = list(folder)
  return {
    send(urlPath, method, response, headers) {
      const path = urlPath === '/' ? '/index.html' : urlPath
      if (!files.has(path)) files = list(folder)
      const file = files.get(path)
      if (!file) return false
      // Names below assets/ carry a hash of their content.
      const isHashed = path.startsWith('/assets/')
      response.writeHead(200, {
        ...headers,
        'content-type': mimeTypeOf(path),
        'content-length': statSync(file).size,
        'cache-control': isHashed ? 'private, max-age=31536000, immutable' : 'no-cache',
      })
      if (method === 'HEAD') response.end()
      // Where it does not go out whole, both ends are closed and nobody is there to be told.
      else pipeline(createReadStream(file), response).catch(() => {})
      return true
    },
  }
}

function list(folder: string): Map<string, string> {
  const files = new Map<string, string>()
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    files.set(`/${relative(folder, path).split(sep).join('/')}`, path)
  }
  return files
}
