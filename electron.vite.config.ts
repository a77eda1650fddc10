import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { pdfAssets } from './scripts/pdf-assets.ts'

const at = (path: string) => resolve(import.meta.dirname, path)

/**
 * Four outputs: main and engine (two processes, Node), preload (one sandboxed script, so CommonJS in one file), and the
 * renderer, which the browser shell serves as well.
 */
export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      rolldownOptions: {
        input: { index: at('electron/main/main.ts'), engine: at('electron/engine/entry.ts') },
        output: { entryFileNames: '[name].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: at('electron/preload/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('src/renderer'),
    // Relative addresses work under every shell's own origin.
    base: './',
    plugins: [react(), pdfAssets()],
    build: {
      outDir: at('out/renderer'),
      emptyOutDir: true,
      minify: true,
      // The newest of each browser family that still gets updates, and Electron's own.
      target: 'es2023',
      rolldownOptions: { input: { index: at('src/renderer/index.html') } },
    },
  },
})
