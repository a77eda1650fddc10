import { ActionIcon, NumberInput, TextInput, Tooltip } from '@mantine/core'
import { ChevronDown, ChevronUp, FileWarning, MoveHorizontal, Search, ZoomIn, ZoomOut } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { resolveMedia } from '../../data/media.ts'
import { Late } from '../../ui/late.tsx'
import { StatePanel } from '../../ui/state-panel.tsx'
import { type Matches, type OpenPdf, openPdf } from './pdf-document.ts'
import classes from './viewer.module.css'

const keyOf = (url: string) => `brainix-page:${url}`

/** A PDF of the course: searched, zoomed, and opened again at the page it was left at. */
export default function PdfView({ url, title }: { url: string; title: string }) {
  const { t } = useTranslation('player')
  const container = useRef<HTMLDivElement>(null)
  const [pdf, setPdf] = useState<OpenPdf | null>(null)
  const [failed, setFailed] = useState(false)
  const [page, setPage] = useState(1)
  const [words, setWords] = useState('')
  const [matches, setMatches] = useState<Matches | null>(null)

  useEffect(() => {
    const element = container.current
    if (!element) return
    const aborted = new AbortController()
    let opened: OpenPdf | null = null
    const start = Number(localStorage.getItem(keyOf(url)) ?? 1)
    const open = async () => {
      const response = await fetch(resolveMedia(url), { signal: aborted.signal })
      if (!response.ok) throw new Error(`the file was answered with ${response.status}`)
      const made = await openPdf(await response.arrayBuffer(), element, start, {
        onPage: (shown) => {
          setPage(shown)
          localStorage.setItem(keyOf(url), String(shown))
        },
        onMatches: setMatches,
      })
      if (aborted.signal.aborted) return made.close()
      opened = made
      setPdf(made)
      setPage(Math.min(start, made.pages))
    }
    open().catch(() => {
      if (!aborted.signal.aborted) setFailed(true)
    })
    return () => {
      aborted.abort()
      opened?.close()
    }
  }, [url])

  if (failed) {
    return (
      <div role="alert">
        <StatePanel icon={FileWarning} title={t('file.broken.title')}>
          {t('file.broken.pdf')}
        </StatePanel>
      </div>
    )
  }
  const find = (how: 'new' | 'next' | 'previous') => {
    if (words.trim() !== '') pdf?.find(words, how)
  }
  return (
    <div className={classes.pdf}>
      <div className={classes.tools} role="toolbar" aria-label={t('pdf.tools')}>
        <NumberInput
          aria-label={t('pdf.page')}
          size="xs"
          w={72}
          min={1}
          max={pdf?.pages ?? 1}
          value={page}
          disabled={!pdf}
          onChange={(value) => {
            if (typeof value === 'number') pdf?.goTo(value)
          }}
        />
        <span className={classes.quiet}>{t('pdf.ofPages', { count: pdf?.pages ?? 0 })}</span>
        <Tool label={t('pdf.zoomOut')} onClick={() => pdf?.zoom('out')}>
          <ZoomOut size={17} aria-hidden />
        </Tool>
        <Tool label={t('pdf.zoomIn')} onClick={() => pdf?.zoom('in')}>
          <ZoomIn size={17} aria-hidden />
        </Tool>
        <Tool label={t('pdf.fit')} onClick={() => pdf?.zoom('fit')}>
          <MoveHorizontal size={17} aria-hidden />
        </Tool>
        <TextInput
          type="search"
          size="xs"
          className={classes.find}
          aria-label={t('pdf.search')}
          placeholder={t('pdf.search')}
          leftSection={<Search size={14} aria-hidden />}
          value={words}
          disabled={!pdf}
          onChange={(event) => {
            setWords(event.currentTarget.value)
            if (event.currentTarget.value.trim() === '') setMatches(null)
            pdf?.find(event.currentTarget.value, 'new')
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter') find(event.shiftKey ? 'previous' : 'next')
          }}
        />
        <span className={classes.quiet} role="status">
          {words.trim() !== '' &&
            matches &&
            (matches.total === 0
              ? t('pdf.noMatch')
              : t('pdf.matches', { current: matches.current, count: matches.total }))}
        </span>
        <Tool label={t('pdf.previous')} onClick={() => find('previous')}>
          <ChevronUp size={17} aria-hidden />
        </Tool>
        <Tool label={t('pdf.next')} onClick={() => find('next')}>
          <ChevronDown size={17} aria-hidden />
        </Tool>
      </div>
      <div className={classes.pages}>
        {!pdf && <Late>{<p className={classes.opening}>{t('file.opening')}</p>}</Late>}
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and keys must reach it */}
        <div ref={container} className={classes.pageScroller} tabIndex={0} role="document" aria-label={title}>
          <div className="pdfViewer" />
        </div>
      </div>
    </div>
  )
}

function Tool({ label, onClick, children }: { label: string; onClick(): void; children: ReactNode }) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" size={30} aria-label={label} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tooltip>
  )
}
