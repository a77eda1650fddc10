import { PDFDocument } from 'pdf-lib'
import type { CertificateView } from '../../../shared/contract/progress-views.ts'
import { t } from '../../ui/language/texts.ts'
import { certificatePicture } from './certificate-picture.ts'

/** A4 on its side, in points. */
const page: [number, number] = [841.89, 595.28]

/**
 * A certificate as a PDF of one page, made on this device alone. What the picture says stands in the document's
 * properties too, for who cannot see it.
 */
export async function certificatePdf(certificate: CertificateView): Promise<Blob> {
  const picture = await (await certificatePicture(certificate)).arrayBuffer()
  const document = await PDFDocument.create()
  const image = await document.embedPng(picture)
  const [width, height] = page
  document.addPage(page).drawImage(image, { x: 0, y: 0, width, height })
  document.setTitle(t('progress:certificates.fileName', { course: certificate.courseTitle }), {
    showInWindowTitleBar: true,
  })
  document.setSubject(
    [
      t('progress:certificates.heading'),
      t('progress:certificates.awardedTo'),
      certificate.personName,
      t('progress:certificates.forCourse'),
      certificate.courseTitle,
      ...(certificate.confirmed ? [] : [`(${t('progress:certificates.provisionalMark')})`]),
    ].join(' '),
  )
  document.setAuthor('BrainiX')
  document.setCreator('BrainiX')
  document.setProducer('BrainiX')
  document.setCreationDate(new Date(certificate.completedAtMs))
  const bytes = await document.save()
  return new Blob([new Uint8Array(bytes)], { type: 'application/pdf' })
}
