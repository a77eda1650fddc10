import { Alert, UnstyledButton } from '@mantine/core'
import {
  Download,
  ExternalLink,
  FileCode2,
  FileText,
  Image as ImageIcon,
  type LucideIcon,
  SquareArrowOutUpRight,
} from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LessonResource } from '../../../shared/contract/lesson-views.ts'
import { mediaSha256 } from '../../../shared/domain/media-url.ts'
import { openFile, saveMedia } from '../../data/course-files.ts'
import { resolveMedia } from '../../data/media.ts'
import { FactLine } from '../../ui/fact-line.tsx'
import { formatBytes } from '../../ui/format.ts'
import classes from './lesson.module.css'
import { ResourceViewer } from './resource-viewer.tsx'

const icons: Partial<Record<NonNullable<LessonResource['kind']>, LucideIcon>> = {
  pdf: FileText,
  text: FileCode2,
  image: ImageIcon,
  document: SquareArrowOutUpRight,
}

/** Files and links that go with a lesson, each with its size and what a click does: show, open, save. */
export function LessonResources({ resources }: { resources: readonly LessonResource[] }) {
  const { t } = useTranslation('player')
  const [shown, setShown] = useState<LessonResource | null>(null)
  const [trouble, setTrouble] = useState<string | null>(null)
  // Captions and chapters are part of the video.
  const listed = resources.filter(
    ({ kind, url }) => kind !== 'captions' && kind !== 'chapters' && (kind !== null || /^https?:/.test(url)),
  )
  if (listed.length === 0) return null

  const save = async (resource: LessonResource) => {
    setTrouble(null)
    if (!(await saveMedia(resource.url, resource.fileName ?? resource.title)))
      setTrouble(t('file.notHere', { name: resource.title }))
  }
  const openOutside = async (resource: LessonResource) => {
    setTrouble(null)
    const sha256 = mediaSha256(resource.url)
    const opened = sha256 === null ? 'missing' : await openFile(sha256, resource.fileName ?? resource.title)
    if (opened === 'missing') setTrouble(t('file.notHere', { name: resource.title }))
    else if (opened === 'save') await save(resource)
  }
  const open = (resource: LessonResource) => {
    if (resource.kind === 'pdf' || resource.kind === 'text' || resource.kind === 'image') setShown(resource)
    else if (resource.kind === 'document') void openOutside(resource)
    else void save(resource)
  }

  return (
    <section aria-labelledby="lesson-resources" className={classes.section}>
      <h2 id="lesson-resources">{t('resources.title')}</h2>
      <ul className={classes.cards}>
        {listed.map((resource) => (
          <li key={resource.id}>
            {resource.kind === 'audio' || resource.kind === 'video' ? (
              <Sound resource={resource} />
            ) : resource.kind === null ? (
              <a className={classes.card} href={resource.url} target="_blank" rel="noreferrer">
                <ExternalLink size={18} aria-hidden />
                <Facts resource={resource} />
              </a>
            ) : (
              <UnstyledButton className={classes.card} onClick={() => open(resource)}>
                <Icon resource={resource} />
                <Facts resource={resource} />
              </UnstyledButton>
            )}
          </li>
        ))}
      </ul>
      {trouble !== null && (
        <Alert
          color="yellow"
          role="alert"
          mt="sm"
          withCloseButton
          onClose={() => setTrouble(null)}
          closeButtonLabel={t('file.closeMessage')}
        >
          {trouble}
        </Alert>
      )}
      <ResourceViewer
        resource={shown}
        onClose={() => setShown(null)}
        onSave={() => shown && void save(shown)}
        onOpenOutside={() => shown && void openOutside(shown)}
      />
    </section>
  )
}

function Icon({ resource }: { resource: LessonResource }) {
  const Drawn = (resource.kind && icons[resource.kind]) ?? Download
  return <Drawn size={18} aria-hidden />
}

function Facts({ resource }: { resource: LessonResource }) {
  const { t } = useTranslation('player')
  const facts = [
    t(`resources.type.${resource.type}`),
    resource.sizeBytes === null ? null : formatBytes(resource.sizeBytes),
    resource.kind === null ? t('resources.online') : null,
    resource.kind !== null && !resource.onDevice ? t('resources.notHere') : null,
  ]
  return (
    <>
      <span className={classes.cardTitle} dir="auto">
        {resource.title}
      </span>
      <span className={classes.cardFacts}>
        <FactLine facts={facts} />
      </span>
    </>
  )
}

/** Something to listen to beside the text. */
function Sound({ resource }: { resource: LessonResource }) {
  const { t } = useTranslation('player')
  const [failed, setFailed] = useState(false)
  return (
    <div className={classes.card}>
      <div className={classes.sound}>
        <span className={classes.cardTitle} dir="auto">
          {resource.title}
        </span>
        {failed ? (
          <p role="alert">{t('file.notHere', { name: resource.title })}</p>
        ) : (
          // biome-ignore lint/a11y/useMediaCaption: a recording that goes with a text; its words are the course's to give
          <audio
            controls
            preload="metadata"
            src={resolveMedia(resource.url)}
            aria-label={resource.title}
            onError={() => setFailed(true)}
          />
        )}
      </div>
    </div>
  )
}
