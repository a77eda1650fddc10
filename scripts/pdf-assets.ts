import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Plugin } from 'vite'

/** What pdf.js may ask for while it shows a document, by the folder it asks in. */
const folders: { from: string; to: string; files: RegExp }[] = [
  // Character maps of Chinese, Japanese and Korean documents that bring none of their own.
  { from: 'cmaps', to: 'pdf/cmaps', files: /\.bcmap$/ },
  // The fourteen typefaces every PDF may take for granted.
  { from: 'standard_fonts', to: 'pdf/fonts', files: /\.(?:pfb|ttf)$/ },
  // JPEG 2000 and JBIG2 pictures, without WebAssembly.
  { from: 'wasm', to: 'pdf/decoders', files: /_nowasm_fallback\.js$/ },
]

/** Puts the parts of pdf.js that are fetched by name beside the page, so that no document needs the network. */
export function pdfAssets(): Plugin {
  const library = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'))
  return {
    name: 'pdf-assets',
    apply: 'build',
    generateBundle() {
      for (const { from, to, files } of folders)
        for (const name of readdirSync(join(library, from)))
          if (files.test(name))
            this.emitFile({
              type: 'asset',
              fileName: `${to}/${name}`,
              source: readFileSync(join(library, from, name)),
            })
    },
  }
}
