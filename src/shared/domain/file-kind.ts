/**
 * What the app does with a file of a lesson. `pdf`, `text`, `image`, `audio`, `video`: shown in the app; `captions` and
 * `chapters` go with the lesson's video; `document`: another program of this computer shows it; `other`: only ever saved.
 */
export type FileKind =
  | 'pdf'
  | 'text'
  | 'image'
  | 'audio'
  | 'video'
  | 'captions'
  | 'chapters'
  | 'document'
  | 'other'

/** How code is coloured, by the ending of its file; null for plain text. */
const textLanguages: Readonly<Record<string, string | null>> = {
  txt: null,
  csv: null,
  tsv: null,
  log: null,
  md: 'markdown',
  c: 'c',
  h: 'c',
  cpp: 'cpp',
  cs: 'csharp',
  css: 'css',
  diff: 'diff',
  go: 'go',
  html: 'xml',
  ini: 'ini',
  java: 'java',
  js: 'javascript',
  json: 'json',
  kt: 'kotlin',
  lua: 'lua',
  php: 'php',
  pl: 'perl',
  py: 'python',
  r: 'r',
  rb: 'ruby',
  rs: 'rust',
  sh: 'bash',
  sql: 'sql',
  swift: 'swift',
  toml: 'ini',
  ts: 'typescript',
  xml: 'xml',
  yaml: 'yaml',
  yml: 'yaml',
}

/** Files that are read, not run: another program may be asked to open them. */
const documents = new Set(['docx', 'odt', 'rtf', 'xlsx', 'ods', 'pptx', 'odp', 'epub'])

/** By the name's ending where it says something, else by the media type. */
export function fileKind(name: string, mimeType: string): FileKind {
  const ending = endingOf(name)
  if (ending === 'vtt') return /chapters/i.test(name) ? 'chapters' : 'captions'
  if (ending === 'pdf') return 'pdf'
  if (Object.hasOwn(textLanguages, ending)) return 'text'
  if (documents.has(ending)) return 'document'
  const family = mimeType.split('/')[0]
  if (family === 'image' || family === 'audio' || family === 'video') return family
  if (mimeType === 'application/pdf') return 'pdf'
  return mimeType === 'text/plain' ? 'text' : 'other'
}

/** The language a text file is coloured as, or null. */
export function textLanguage(name: string): string | null {
  const ending = endingOf(name)
  return Object.hasOwn(textLanguages, ending) ? (textLanguages[ending] ?? null) : null
}

/** `talk.es.vtt` → `es`; null where the name says no language. */
export function captionLanguage(name: string): string | null {
  return /\.([a-z]{2,3}(?:-[a-z0-9]{2,8})*)\.vtt$/i.exec(name)?.[1] ?? null
}

/**
 * A name under which a file of somebody else's making can be kept on any system: no folders, no control or reserved
 * characters, no leading dot, its ending kept.
 */
export function safeFileName(name: string): string {
  const plain = name
    .toWellFormed()
    .replace(/\p{C}/gu, '')
    .replace(/[\\/:*?"<>|]/g, '-')
    .replace(/^[.\s]+|[.\s]+$/g, '')
  const ending = /\.[a-z0-9]{1,8}$/i.exec(plain)?.[0] ?? ''
  const stem = [...plain.slice(0, plain.length - ending.length)]
    .slice(0, 100)
    .join('')
    .trim()
    .replace(/\.+$/, '')
  const kept = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i.test(stem) ? `${stem}-` : stem
  return `${kept || 'file'}${ending}`
}

function endingOf(name: string): string {
  return /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''
}
