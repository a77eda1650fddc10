import { Button } from '@mantine/core'
import { CloudOff, FileWarning, RotateCw } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { textLanguage } from '../../../shared/domain/file-kind.ts'
import { resolveMedia } from '../../data/media.ts'
import { Late } from '../../ui/late.tsx'
import { Markdown } from '../../ui/markdown.tsx'
import { StatePanel } from '../../ui/state-panel.tsx'
import { useTextFile } from './use-text-file.ts'
import classes from './viewer.module.css'

const place = { resolveMedia }
/** Colouring longer code takes long and helps nobody. */
const colouredLength = 200_000

/** A file of code or text, as it is, with its code coloured. */
export function TextView({ url, fileName }: { url: string; fileName: string }) {
  const { t } = useTranslation('player')
  const [file, retry] = useTextFile(url)
  const source = useMemo(() => (file.state === 'read' ? fenced(file.text, fileName) : ''), [file, fileName])
  if (file.state === 'reading') return <Late>{<p className={classes.opening}>{t('file.opening')}</p>}</Late>
  if (file.state === 'missing')
    return (
      <StatePanel icon={CloudOff} title={t('file.missing.title')}>
        {t('file.missing.body')}
      </StatePanel>
    )
  if (file.state === 'too-large')
    return (
      <StatePanel icon={FileWarning} title={t('file.large.title')}>
        {t('file.large.body')}
      </StatePanel>
    )
  if (file.state === 'failed') {
    return (
      <div role="alert">
        <StatePanel
          icon={FileWarning}
          title={t('file.broken.title')}
          action={
            <Button leftSection={<RotateCw size={16} aria-hidden />} onClick={retry}>
              {t('file.retry')}
            </Button>
          }
        >
          {t('file.broken.body')}
        </StatePanel>
      </div>
    )
  }
  return (
    <div className={classes.code}>
      <Markdown source={source} place={place} face="interface" />
    </div>
  )
}

/** The text as a block of code, with a fence longer than any in it. */
function fenced(text: string, fileName: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`{3,}/g)].map(([fence]) => fence.length))
  const fence = '`'.repeat(longest + 1)
  const language = text.length > colouredLength ? 'text' : (textLanguage(fileName) ?? 'text')
  return `${fence}${language}\n${text.replace(/\n$/, '')}\n${fence}`
}
