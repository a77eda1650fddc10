import { basename } from 'node:path'
import { mediaUrl } from '../../src/shared/domain/media-url.ts'
import { AppError } from '../../src/shared/errors/app-error.ts'
import { readAttribution } from './attribution.ts'
import type { CourseDraft, FileDraft, ModuleDraft } from './course-draft.ts'
import { type CourseFolder, openCourseFolder } from './course-folder.ts'
import { readFrontMatter, readYaml } from './front-matter.ts'
import { readOutline, titleFromName } from './outline.ts'
import { firstParagraph, plainParagraphs, wordsOf } from './plain-text.ts'
import {
  type CourseContext,
  lessonId,
  lessonKey,
  readLesson,
  readMarkdown,
  readQuizLesson,
  takeFile,
} from './read-lesson.ts'
import { type CourseSettings, courseSettings, lessonSettings } from './settings.ts'
import { slugify, stableId } from './stable-id.ts'

export interface ReadCourse extends CourseDraft {
  /** What was left out or changed, each with the file's name. */
  warnings: string[]
}

/**
 * Reads a folder of Markdown as a course. Nothing is written anywhere.
 * @param addedFolder a second folder whose modules follow the first one's, and whose settings fill what the first leaves
 *   open (category, level, short description, thumbnail, price, tags).
 * @throws AppError `bad-input` or `too-large`, naming the file and where possible the line.
 */
export async function readCourseFolder(folder: string, addedFolder?: string): Promise<ReadCourse> {
  const main = await openPart(folder)
  const added = addedFolder === undefined ? null : await openPart(addedFolder)
  const { settings } = main
  const index = await readIndex(main.folder)
  const title = settings.title ?? index.title ?? titleFromName(basename(main.folder.root))
  if (title.length > 200) throw new AppError('bad-input', 'The course title is longer than 200 characters.')
  const slug = settings.slug ?? slugify(title)
  if (slug === '')
    throw new AppError('bad-input', `${main.settingsPath}: the course needs a title or a slug.`)

  const files = new Map<string, FileDraft>()
  const warnings: string[] = []
  const attribution = await readAttribution(main.folder, settings, title)
  const first = await readPart(main, {
    slug,
    keyPrefix: '',
    files,
    warnings,
    attribution: attribution?.markdown ?? null,
  })
  const second =
    added && (await readPart(added, { slug, keyPrefix: '+', files, warnings, attribution: null }))

  const description = await readDescription(first.context, settings, index.body)
  const fill = <K extends keyof CourseSettings>(key: K) => settings[key] ?? added?.settings[key]
  const thumbnail = (await readThumbnail(main, files)) ?? (added ? await readThumbnail(added, files) : null)
  const categories = fill('category') ?? ['General']
  const category = categories.at(-1) ?? 'General'
  const body = description.text || title
  return {
    id: stableId('course', slug),
    slug,
    title,
    shortDescription: shorten(fill('short_description') ?? firstParagraph(description.markdown) ?? body, 300),
    description: [body, attribution?.plain].filter(Boolean).join('\n\n'),
    level: fill('level') ?? 'BEGINNER',
    language: settings.lang?.slice(0, 2).toLowerCase() ?? 'en',
    durationMinutes: Math.round(first.minutes + (second?.minutes ?? 0)),
    price: fill('price') ?? '0.00',
    discountPrice: fill('discount_price') ?? null,
    currency: fill('currency') ?? 'USD',
    category: { name: category, slug: slugify(category), parent: categories.at(-2) ?? null },
    tags: [...new Set([...(settings.tags ?? settings.keywords ?? []), ...(added?.settings.tags ?? [])])],
    requirements: settings.requirements ?? description.requirements,
    objectives: settings.objectives ?? first.objectives,
    featured: fill('featured') ?? false,
    thumbnail,
    modules: [...first.modules, ...(second?.modules ?? [])],
    files: [...files.values()],
    warnings,
  }
}

interface Part {
  folder: CourseFolder
  settings: CourseSettings
  settingsPath: string
}

async function openPart(path: string): Promise<Part> {
  const folder = await openCourseFolder(path)
  const settingsPath = folder.files.find((file) => /^(?:_?config|course)\.ya?ml$/i.test(file))
  const settings = settingsPath
    ? readYaml(settingsPath, await folder.readText(settingsPath), courseSettings)
    : courseSettings.parse({})
  return { folder, settings, settingsPath: settingsPath ?? 'config.yaml' }
}

interface PartOptions {
  slug: string
  keyPrefix: string
  files: Map<string, FileDraft>
  warnings: string[]
  attribution: string | null
}

async function readPart(part: Part, options: PartOptions) {
  const outline = readOutline(part.folder, part.settings, part.settingsPath)
  const keys = { courseSlug: options.slug, keyPrefix: options.keyPrefix }
  const lessonIds = new Map<string, string>()
  for (const path of outline.flatMap((module) => module.paths)) {
    lessonIds.set(lessonKey(path), lessonId(keys, path))
    const alone = lessonKey(path).replace(/^.*\//, '')
    if (!lessonIds.has(alone)) lessonIds.set(alone, lessonId(keys, path))
  }
  const context: CourseContext = {
    ...keys,
    folder: part.folder,
    lessonIds,
    files: options.files,
    warnings: options.warnings,
    siteUrl: part.settings.url && /^https?:\/\//.test(part.settings.url) ? part.settings.url : null,
    attribution: options.attribution,
  }
  const modules: ModuleDraft[] = []
  const objectives: string[] = []
  let minutes = 0
  for (const module of outline) {
    const lessons: ModuleDraft['lessons'] = []
    for (const path of module.paths) {
      const read = /\.ya?ml$/i.test(path) ? readQuizLesson : readLesson
      const { minutes: lessonMinutes, objective, ...lesson } = await read(context, path)
      minutes += lessonMinutes
      if (objective) objectives.push(objective)
      lessons.push(lesson)
    }
    const { title, description } = module
    const id = stableId('module', options.slug, options.keyPrefix + module.key)
    modules.push({ id, title: title.slice(0, 200), description, lessons })
  }
  return { context, modules, objectives, minutes }
}

async function readIndex(folder: CourseFolder): Promise<{ title: string | null; body: string }> {
  const path = folder.files.find((file) => /^(?:index|readme)\.r?md$/i.test(file))
  if (!path) return { title: null, body: '' }
  const { data, body } = readFrontMatter(path, await folder.readText(path), lessonSettings)
  const heading = /^#\s+(.+)$/m.exec(body)
  return {
    title: data.title ?? heading?.[1]?.trim() ?? null,
    body: heading ? body.replace(heading[0], '') : body,
  }
}

/** The course's description, with the boxes that name what to know beforehand taken out as requirements. */
async function readDescription(context: CourseContext, settings: CourseSettings, indexBody: string) {
  const source = settings.description ?? indexBody
  const requirements: string[] = []
  const markdown = (await readMarkdown(context, 'index.md', source, null, []))
    .replace(/^(:{3,})prereq(?:\{.*\})?\n([\s\S]*?)\n\1$/gm, (_all, _fence, inside: string) => {
      requirements.push(
        ...inside
          .split(/\n\s*\n/)
          .map(wordsOf)
          .filter(Boolean),
      )
      return ''
    })
    .trim()
  return { markdown, text: plainParagraphs(markdown), requirements }
}

async function readThumbnail(part: Part, files: Map<string, FileDraft>): Promise<string | null> {
  const { thumbnail } = part.settings
  if (!thumbnail) return null
  const file = await takeFile({ folder: part.folder, files }, part.settingsPath, thumbnail, null)
  if (!file)
    throw new AppError('bad-input', `${part.settingsPath} names ${thumbnail}, which is not in the folder.`)
  return mediaUrl(file.sha256)
}

/** At most `length` characters, ending with a sentence or at least a word. */
function shorten(text: string, length: number): string {
  if (text.length <= length) return text
  const cut = text.slice(0, length - 1)
  const sentence = cut.search(/[.!?](?=\s[^.!?]*$)/)
  return sentence > length / 2 ? cut.slice(0, sentence + 1) : `${cut.replace(/\s+\S*$/, '')}…`
}
