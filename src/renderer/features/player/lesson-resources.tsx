import { Download, ExternalLink } from 'lucide-react'
import type { LessonView } from '../../../shared/contract/views.ts'
import { mediaSha256 } from '../../../shared/domain/media-url.ts'
import { resolveMedia } from '../../data/media.ts'
import { formatBytes } from '../../ui/format.ts'
import classes from './lesson.module.css'

const names = {
  PDF: 'PDF',
  DOCUMENT: 'Document',
  SPREADSHEET: 'Spreadsheet',
  PRESENTATION: 'Presentation',
  CODE: 'Code',
  LINK: 'Link',
} as const

/** Files and links that go with a lesson, each with its size. */
export function LessonResources({ resources }: { resources: LessonView['resources'] }) {
  if (resources.length === 0) return null
  return (
    <section aria-labelledby="lesson-resources" className={classes.section}>
      <h2 id="lesson-resources">Resources</h2>
      <ul className={classes.cards}>
        {resources.map((resource) => {
          const here = mediaSha256(resource.url) !== null
          const Icon = here ? Download : ExternalLink
          const facts = [
            names[resource.type],
            resource.sizeBytes === null ? null : formatBytes(resource.sizeBytes),
            here ? null : 'online only',
          ]
          if (!here && !/^https?:/.test(resource.url)) return null
          return (
            <li key={resource.id}>
              <a
                className={classes.card}
                href={resolveMedia(resource.url)}
                target="_blank"
                rel="noreferrer"
                {...(here ? { download: resource.title } : {})}
              >
                <Icon size={18} aria-hidden />
                <span className={classes.cardTitle}>{resource.title}</span>
                <span className={classes.cardFacts}>{facts.filter(Boolean).join(' · ')}</span>
              </a>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
