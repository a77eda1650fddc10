import type { ResourceType } from '../../src/shared/contract/enums.ts'

const types: Readonly<Record<string, string>> = {
  avif: 'image/avif',
  gif: 'image/gif',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  png: 'image/png',
  svg: 'image/svg+xml',
  webp: 'image/webp',
  m4a: 'audio/mp4',
  mp3: 'audio/mpeg',
  ogg: 'audio/ogg',
  wav: 'audio/wav',
  m4v: 'video/mp4',
  mp4: 'video/mp4',
  webm: 'video/webm',
  vtt: 'text/vtt',
  csv: 'text/csv',
  txt: 'text/plain',
  pdf: 'application/pdf',
  zip: 'application/zip',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  odt: 'application/vnd.oasis.opendocument.text',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  odp: 'application/vnd.oasis.opendocument.presentation',
}

/** By the file name's ending; what is not known is only ever downloaded. */
export function mediaType(path: string): string {
  return types[ending(path)] ?? 'application/octet-stream'
}

export function isImage(path: string): boolean {
  return mediaType(path).startsWith('image/')
}

export function resourceType(path: string): ResourceType {
  switch (ending(path)) {
    case 'pdf':
      return 'PDF'
    case 'csv':
    case 'ods':
    case 'xlsx':
      return 'SPREADSHEET'
    case 'odp':
    case 'pptx':
      return 'PRESENTATION'
    case 'py':
    case 'r':
    case 'js':
    case 'sh':
    case 'ipynb':
    case 'zip':
      return 'CODE'
    default:
      return 'DOCUMENT'
  }
}

function ending(path: string): string {
  return /\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase() ?? ''
}
