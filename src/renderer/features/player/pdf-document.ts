import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url'
import type { PDFFindController, PDFViewer } from 'pdfjs-dist/web/pdf_viewer.mjs'
import 'pdfjs-dist/web/pdf_viewer.css'

export interface Matches {
  current: number
  total: number
}

export interface OpenPdf {
  pages: number
  /** Turns to a page, from 1. */
  goTo(page: number): void
  /** `fit`: as wide as the window; else a step larger or smaller. */
  zoom(how: 'in' | 'out' | 'fit'): void
  /** Looks for words and marks all of them; again with the same words goes to the next (or the last) place. */
  find(words: string, how: 'new' | 'next' | 'previous'): void
  close(): void
}

export interface PdfEvents {
  onPage(page: number): void
  onMatches(matches: Matches): void
}

/**
 * Shows a PDF in `container`, which scrolls, around `page`. Everything it needs is part of the app: no network, no scripts of
 * the document, no `eval`. Fails when the file is no PDF.
 */
export async function openPdf(
  data: ArrayBuffer,
  container: HTMLDivElement,
  page: number,
  events: PdfEvents,
): Promise<OpenPdf> {
  // The viewer finds the library where it puts itself when it is loaded: first this, then that.
  const { getDocument, GlobalWorkerOptions } = await import('pdfjs-dist')
  const { EventBus, LinkTarget, PDFFindController, PDFLinkService, PDFViewer } = await import(
    'pdfjs-dist/web/pdf_viewer.mjs'
  )
  GlobalWorkerOptions.workerSrc = workerUrl
  const assets = new URL('pdf/', document.baseURI).href
  const loading = getDocument({
    data,
    cMapUrl: `${assets}cmaps/`,
    standardFontDataUrl: `${assets}fonts/`,
    wasmUrl: `${assets}decoders/`,
    // The page's policy allows no WebAssembly: the same decoders exist as scripts of the app.
    useWasm: false,
    enableXfa: false,
  })
  const pdf = await loading.promise
  const eventBus = new EventBus()
  const linkService = new PDFLinkService({
    eventBus,
    externalLinkTarget: LinkTarget.BLANK,
    externalLinkRel: 'noreferrer',
  })
  const findController: PDFFindController = new PDFFindController({ eventBus, linkService, delay: 100 })
  const viewer: PDFViewer = new PDFViewer({ container, eventBus, linkService, findController })
  linkService.setViewer(viewer)

  eventBus.on('pagesinit', () => {
    viewer.currentScaleValue = 'page-width'
    viewer.currentPageNumber = Math.min(page, pdf.numPages)
  })
  eventBus.on('pagechanging', (change: { pageNumber: number }) => events.onPage(change.pageNumber))
  const tell = ({ matchesCount }: { matchesCount: Matches }) => events.onMatches(matchesCount)
  eventBus.on('updatefindmatchescount', tell)
  eventBus.on('updatefindcontrolstate', tell)
  viewer.setDocument(pdf)
  linkService.setDocument(pdf, null)

  const resized = new ResizeObserver(() => {
    if (viewer.currentScaleValue === 'page-width') viewer.currentScaleValue = 'page-width'
  })
  resized.observe(container)
  return {
    pages: pdf.numPages,
    goTo: (wanted) => {
      viewer.currentPageNumber = Math.min(pdf.numPages, Math.max(1, wanted))
    },
    zoom: (how) => {
      if (how === 'fit') viewer.currentScaleValue = 'page-width'
      else if (how === 'in') viewer.increaseScale()
      else viewer.decreaseScale()
    },
    find: (words, how) =>
      eventBus.dispatch('find', {
        source: null,
        type: how === 'new' ? '' : 'again',
        query: words,
        caseSensitive: false,
        entireWord: false,
        highlightAll: true,
        findPrevious: how === 'previous',
        matchDiacritics: false,
      }),
    close: () => {
      resized.disconnect()
      void loading.destroy()
    },
  }
}
