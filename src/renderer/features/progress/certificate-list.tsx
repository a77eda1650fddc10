import { Button } from '@mantine/core'
import { Award } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { CertificateView } from '../../../shared/contract/progress-views.ts'
import { formatDay } from '../../ui/format.ts'
import { showProblem } from '../../ui/notify.ts'
import { saveBlob } from '../../ui/save-file.ts'
import classes from './progress.module.css'

/** Courses completed, each with its certificate to save, on or off the line. */
export function CertificateList({ certificates }: { certificates: readonly CertificateView[] }) {
  const { t } = useTranslation('progress')
  const save = async (certificate: CertificateView) => {
    // The writer of PDF is large, and few need it on any day.
    const { certificatePdf } = await import('./certificate-pdf.ts')
    const pdf = await certificatePdf(certificate)
    saveBlob(`${t('certificates.fileName', { course: certificate.courseTitle })}.pdf`, pdf)
  }
  return (
    <ul className={classes.rows} data-boxed>
      {certificates.map((certificate) => (
        <li key={certificate.enrollmentId} className={classes.row}>
          <span className={classes.certificate}>
            <Award size={18} strokeWidth={1.7} aria-hidden />
            <span dir="auto">{certificate.courseTitle}</span>
          </span>
          <span className={classes.quiet}>
            {t('certificates.completed', { day: formatDay(certificate.completedAtMs) })}
            <br />
            {certificate.confirmed ? t('certificates.confirmed') : t('certificates.provisional')}
          </span>
          <Button
            variant="default"
            size="xs"
            aria-label={t('certificates.saveOf', { course: certificate.courseTitle })}
            onClick={() => {
              save(certificate).catch((error) => showProblem(t('certificates.failed'), error))
            }}
          >
            {t('certificates.save')}
          </Button>
        </li>
      ))}
    </ul>
  )
}
