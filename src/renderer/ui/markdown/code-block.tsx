import { Check, Copy } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { t } from '../language/texts.ts'
import { Scrollable } from './scrollable.tsx'

/** Names of languages are the same everywhere; what is no language has a name in each. */
const names: Readonly<Record<string, string>> = {
  js: 'JavaScript',
  javascript: 'JavaScript',
  ts: 'TypeScript',
  typescript: 'TypeScript',
  py: 'Python',
  python: 'Python',
  sql: 'SQL',
  html: 'HTML',
  css: 'CSS',
  json: 'JSON',
  yaml: 'YAML',
}
const kinds = {
  output: 'code.output',
  error: 'code.error',
  text: 'code.text',
  txt: 'code.text',
  bash: 'code.shell',
  sh: 'code.shell',
  shell: 'code.shell',
} as const

/** A block of code with its language and a button that copies it. */
export function CodeBlock({
  language,
  text,
  children,
}: {
  language: string | null
  text: string
  children: ReactNode
}) {
  const name = language === null ? null : nameOf(language)
  return (
    <div className="bx-code" data-language={language ?? 'none'} dir="ltr">
      <div className="bx-code-head">
        <span>{name}</span>
        <CopyButton text={text} />
      </div>
      <Scrollable
        label={name === null ? t('markdown:code.label') : t('markdown:code.labelOf', { language: name })}
        className="bx-code-frame"
      >
        <pre>{children}</pre>
      </Scrollable>
    </div>
  )
}

function nameOf(language: string): string {
  return isKind(language) ? t(`markdown:${kinds[language]}`) : (names[language] ?? language)
}

function isKind(language: string): language is keyof typeof kinds {
  return Object.hasOwn(kinds, language)
}

function CopyButton({ text }: { text: string }) {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 2_000)
    return () => clearTimeout(timer)
  }, [copied])

  const copy = () => {
    navigator.clipboard.writeText(text.replace(/\n$/, '')).then(
      () => setCopied(true),
      // Without leave to use the clipboard the text can still be selected by hand.
      () => setCopied(false),
    )
  }
  return (
    <button type="button" className="bx-copy" onClick={copy} aria-label={t('markdown:code.copy')}>
      {copied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
      <span aria-live="polite">{copied ? t('markdown:code.copied') : t('markdown:code.copyShort')}</span>
    </button>
  )
}
