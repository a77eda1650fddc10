import { Button, Modal } from '@mantine/core'
import { Download, ExternalLink } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import type { LessonResource } from '../../../shared/contract/lesson-views.ts'
import { resolveMedia } from '../../data/media.ts'
import { shell } from '../../data/shell.ts'
import { TextView } from './text-view.tsx'
import classes from './viewer.module.css'

const PdfView = lazy(() => import('./pdf-view.tsx'))

interface ResourceViewerProps {
  /** Null: nothing is shown. */
  resource: LessonResource | null
  onClose(): void
  onSave(): void
  /** In another program of this computer. */
  onOpenOutside(): void
}

/** A file of a lesson, over the whole window. Closing it leads back to where it was opened. */
export function ResourceViewer({ resource, onClose, onSave, onOpenOutside }: ResourceViewerProps) {
  const { t } = useTranslation('player')
  return (
    <Modal
      opened={resource !== null}
      onClose={onClose}
      fullScreen
      title={resource?.title}
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ 'aria-label': t('file.close') }}
      classNames={{ body: classes.body, content: classes.content, title: classes.title }}
    >
      <div className={classes.actions}>
        <Button variant="subtle" size="compact-sm" leftSection={<Download size={15} />} onClick={onSave}>
          {t('file.save')}
        </Button>
        {resource?.kind === 'pdf' && shell === 'electron' && (
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<ExternalLink size={15} />}
            onClick={onOpenOutside}
          >
            {t('file.openOutside')}
          </Button>
        )}
      </div>
      <div className={classes.stage}>
        {resource?.kind === 'pdf' ? (
          <Suspense fallback={null}>
            <PdfView url={resource.url} title={resource.title} />
          </Suspense>
        ) : resource?.kind === 'image' ? (
          <div className={classes.picture}>
            <img src={resolveMedia(resource.url)} alt={resource.title} />
          </div>
        ) : (
          resource && <TextView url={resource.url} fileName={resource.fileName ?? ''} />
        )}
      </div>
    </Modal>
  )
}
