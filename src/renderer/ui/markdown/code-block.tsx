import { Check, Copy } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { Scrollable } from './scrollable.tsx'

const names: Readonly<Record<string, string>> = {
  output: 'Output',
  error: 'Error',
  text: 'Text',
  txt: 'Text',
  bash: 'Shell',
  sh: 'Shell',
  shell: 'Shell',
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
  const name = language === null ? null : (names[language] ?? language)
  return (
    <div className="bx-code" data-language={language ?? 'none'}>
      <div className="bx-code-head">
        <span>{name}</span>
        <CopyButton text={text} />
      </div>
      <Scrollable label={name === null ? 'Code' : `${name} code`} className="bx-code-frame">
        <pre>{children}</pre>
      </Scrollable>
    </div>
  )
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
    <button type="button" className="bx-copy" onClick={copy} aria-label="Copy code">
      {copied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
      <span aria-live="polite">{copied ? 'Copied' : 'Copy'}</span>
    </button>
  )
}
