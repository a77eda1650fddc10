import type { CourseFolder } from './course-folder.ts'
import type { CourseSettings } from './settings.ts'

const addresses: Readonly<Record<string, string>> = {
  'CC BY 4.0': 'https://creativecommons.org/licenses/by/4.0/',
  'CC BY-SA 4.0': 'https://creativecommons.org/licenses/by-sa/4.0/',
  'CC BY-NC 4.0': 'https://creativecommons.org/licenses/by-nc/4.0/',
  'CC BY-NC-SA 4.0': 'https://creativecommons.org/licenses/by-nc-sa/4.0/',
  'CC0 1.0': 'https://creativecommons.org/publicdomain/zero/1.0/',
}

export interface Attribution {
  markdown: string
  /** With the addresses written out. */
  plain: string
}

/**
 * One line that names owner, licence and source of the material, as such licences ask; null where the folder names
 * neither owner nor licence. The settings come first, then a LICENSE file.
 */
export async function readAttribution(
  folder: CourseFolder,
  settings: CourseSettings,
  title: string,
): Promise<Attribution | null> {
  const path = folder.files.find((file) => /^licen[sc]e(?:\.\w+)?$/i.test(file))
  const text = path ? await folder.readText(path) : ''
  const owner = settings.copyright ?? readOwner(text)
  const licence = licenceName(settings.license ?? text)
  if (!owner && !licence) return null
  const address = licence ? addresses[licence] : undefined
  const source = [settings.source, settings.url].find((url) => url && /^https?:\/\/[^\s()]+$/.test(url))
  const line = (link: (words: string, url: string | undefined) => string) => {
    const rights = [owner ? `© ${owner}` : null, licence ? link(licence, address) : null].filter(Boolean)
    return `Adapted from ${link(`“${title}”`, source)}, ${rights.join(', ')}; layout changed for BrainiX.`
  }
  return {
    markdown: line((words, url) => (url ? `[${words}](${url})` : words)),
    plain: line((words, url) => (url ? `${words} (${url})` : words)),
  }
}

/** The holder in “Copyright (c) 2021 The Carpentries and …”. */
function readOwner(licence: string): string | null {
  const match =
    /(?:copyright\s+(?:\(c\)|©)|©|copyright)\s+(?:[\d\s,–-]+\s)?(?:by\s+)?([A-Z][^\n,;.()<>[\]]{1,80})/i.exec(
      licence,
    )
  const owner = match?.[1]?.replace(/\s+(?:and|where|under|all rights)\b.*$/i, '').trim()
  return owner && /^[A-Z]/.test(owner) ? owner : null
}

/** The usual spelling of a Creative Commons licence, otherwise a short name as given. */
function licenceName(text: string): string | null {
  const cc = /\bCC[ -](BY(?:-(?:NC|SA|ND))*|0)[ -]?(\d\.\d)?/i.exec(text)
  if (cc) return `${cc[1] === '0' ? 'CC0' : `CC ${cc[1]?.toUpperCase()}`}${cc[2] ? ` ${cc[2]}` : ''}`
  const known = /\b(MIT|Apache|GPL)\b[- ]?(?:License)?/.exec(text)
  if (known) return `${known[1]} licence`
  const short = text.trim()
  return short !== '' && short.length <= 60 && !short.includes('\n') ? short : null
}
