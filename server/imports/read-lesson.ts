import { mediaUrl } from '../../src/shared/domain/media-url.ts'
import { readingSeconds } from '../../src/shared/domain/progress.ts'
import { AppError } from '../../src/shared/errors/app-error.ts'
import type { FileDraft, LessonDraft, QuizDraft, ResourceDraft } from './course-draft.ts'
import type { CourseFolder } from './course-folder.ts'
import { headingText, normaliseDirectives } from './directives.ts'
import { readFrontMatter } from './front-matter.ts'
import { cleanLeftovers, siteRoot } from './leftovers.ts'
import { isImage, mediaType, resourceType } from './media-types.ts'
import { titleFromName } from './outline.ts'
import { readQuiz } from './quiz-file.ts'
import { showImages } from './quiz-images.ts'
import { rewriteReferences } from './rewrite-references.ts'
import { lessonSettings } from './settings.ts'
import { stableId } from './stable-id.ts'

/** What reading one file of a course needs to know of the rest. */
export interface CourseContext {
  folder: CourseFolder
  courseSlug: string
  /** Put before paths in ids, so that an added folder's files are not taken for the first one's. */
  keyPrefix: string
  /** Lesson ids by path without ending. */
  lessonIds: ReadonlyMap<string, string>
  /** Collects every file the course shows, by SHA-256. */
  files: Map<string, FileDraft>
  warnings: string[]
  /** The address of the course's own website, for pages that are not in the folder. */
  siteUrl: string | null
  /** Closes every lesson. */
  attribution: string | null
}

export interface ReadLesson extends LessonDraft {
  minutes: number
  /** Its first objective, for the course page. */
  objective: string | null
}

const lessonTypes = {
  video: 'VIDEO',
  text: 'TEXT',
  assignment: 'ASSIGNMENT',
  'live-session': 'LIVE_SESSION',
} as const

/** @throws AppError naming the file, for everything that is wrong with it. */
export async function readLesson(context: CourseContext, path: string): Promise<ReadLesson> {
  const { folder } = context
  const { data: settings, body } = readFrontMatter(path, await folder.readText(path), lessonSettings)
  const id = lessonId(context, path)
  const heading = settings.title ? null : /^\s*#\s+(.+)$/m.exec(body)
  const title = settings.title ?? (heading?.[1] ? headingText(heading[1]) : titleFromName(path))
  // a title that is shown above the text need not open it again
  const text = heading && body.trimStart().startsWith(heading[0].trim()) ? body.replace(heading[0], '') : body

  const resources: ResourceDraft[] = []
  const markdown = await readMarkdown(context, path, text, id, resources)
  for (const resource of settings.resources ?? []) {
    const local = isWebAddress(resource.url) ? null : await takeFile(context, path, resource.url, id)
    if (!local && !isWebAddress(resource.url))
      throw new AppError('bad-input', `${path} names the file ${resource.url}, which is not in the folder.`)
    resources.push({
      id: stableId('resource', id, resource.url),
      title: resource.title,
      type: resource.type ?? (local ? resourceType(resource.url) : 'LINK'),
      url: local ? mediaUrl(local.sha256) : resource.url,
      sizeBytes: local?.sizeBytes ?? null,
    })
  }
  for (const captions of settings.captions ?? []) {
    const file = await takeFile(context, path, captions, id)
    if (!file)
      throw new AppError('bad-input', `${path} names the captions ${captions}, which are not in the folder.`)
    resources.push(fileResource(file, id, captions))
  }
  const videoUrl = settings.video ? await readVideo(context, path, settings.video, id) : null
  if (videoUrl && !settings.video_seconds) context.warnings.push(`${path}: video_seconds is missing`)
  const videoSeconds = videoUrl ? (settings.video_seconds ?? null) : null
  const quizzes = await Promise.all(
    (settings.quiz ?? []).map((name) => readQuizFile(context, folder.resolve(path, name), id)),
  )
  const named = settings.minutes ?? (settings.teaching ?? 0) + (settings.exercises ?? 0)
  return {
    id,
    path,
    title: fitTitle(context, path, title),
    description: settings.description ?? null,
    type: lessonTypes[settings.type ?? (videoUrl ? 'video' : 'text')],
    content: [markdown.trim(), context.attribution ? `---\n\n*${context.attribution}*` : '']
      .filter(Boolean)
      .join('\n\n'),
    videoUrl,
    videoSeconds,
    isFree: settings.free ?? false,
    resources,
    quizzes,
    minutes: named || Math.ceil((readingSeconds(markdown) + (videoSeconds ?? 0)) / 60),
    objective: firstObjective(markdown),
  }
}

/** A YAML quiz listed among the lessons is a lesson of its own. */
export async function readQuizLesson(context: CourseContext, path: string): Promise<ReadLesson> {
  const id = lessonId(context, path)
  const quiz = await readQuizFile(context, path, id)
  return {
    id,
    path,
    title: quiz.title,
    description: quiz.description,
    type: 'QUIZ',
    content: null,
    videoUrl: null,
    videoSeconds: null,
    isFree: false,
    resources: [],
    quizzes: [quiz],
    minutes: quiz.timeLimitMinutes ?? quiz.questions.length,
    objective: null,
  }
}

async function readQuizFile(context: CourseContext, path: string, ofLesson: string): Promise<QuizDraft> {
  const quiz = readQuiz(context.keyPrefix + path, await context.folder.readText(path), context.courseSlug)
  return showImages(quiz, (text) => readMarkdown(context, path, text, ofLesson, []))
}

export function lessonId(context: Pick<CourseContext, 'courseSlug' | 'keyPrefix'>, path: string): string {
  return stableId('lesson', context.courseSlug, context.keyPrefix + path)
}

/** Markdown as BrainiX shows it: boxes, images and links made its own. Links to files become `resources`. */
export async function readMarkdown(
  context: CourseContext,
  path: string,
  text: string,
  ofLesson: string | null,
  resources: ResourceDraft[],
): Promise<string> {
  const plain = cleanLeftovers(text)
  const boxed = normaliseDirectives(plain.text)
  context.warnings.push(...[...plain.warnings, ...boxed.warnings].map((warning) => `${path}: ${warning}`))
  return rewriteReferences(boxed.text, {
    image: async (url) => {
      if (isWebAddress(url)) {
        context.warnings.push(`${path}: image ${url} is on the web and can be seen only there`)
        return { url }
      }
      const file = await takeFile(context, path, url, ofLesson)
      if (file) return { url: mediaUrl(file.sha256) }
      context.warnings.push(`${path}: image ${url} is missing; its description is shown instead`)
      return 'missing'
    },
    link: async (url) => {
      if (isWebAddress(url) || url.startsWith('#') || url === '') return 'same'
      const fragment = /#.*$/s.exec(url)?.[0] ?? ''
      const target = insidePath(context, path, url)
      const lesson = target === null ? undefined : findLesson(context, target)
      if (lesson) return { url: `brainix-lesson:${lesson}${fragment}` }
      const file =
        target && !/\.(?:md|rmd|html?)$/i.test(target) ? await takeFile(context, path, url, ofLesson) : null
      if (file) {
        const resource = fileResource(file, ofLesson ?? context.courseSlug, target ?? file.name)
        if (!isImage(file.name) && !resources.some((one) => one.id === resource.id)) resources.push(resource)
        return { url: mediaUrl(file.sha256) }
      }
      if (target && context.siteUrl) return { url: siteAddress(context.siteUrl, target, fragment) }
      context.warnings.push(`${path}: the link to ${url} leads to nothing in the folder; its words were kept`)
      return 'words'
    },
  })
}

function fileResource(file: FileDraft, owner: string, path: string): ResourceDraft {
  return {
    id: stableId('resource', owner, path),
    title: file.name,
    type: resourceType(path),
    url: mediaUrl(file.sha256),
    sizeBytes: file.sizeBytes,
  }
}

/** Notes a file as one the course shows. Null where it is missing. @throws AppError when the path leaves the folder. */
export async function takeFile(
  context: Pick<CourseContext, 'folder' | 'files'>,
  from: string,
  reference: string,
  ofLesson: string | null,
): Promise<FileDraft | null> {
  const { folder, files } = context
  const rooted = reference.startsWith(siteRoot)
  const path = rooted
    ? folder.resolve('index.md', reference.slice(siteRoot.length))
    : folder.resolve(from, reference)
  // beside the text, or, as some sites have it, below the folder's root
  const found = (await folder.hash(path)) ?? (rooted ? null : await hashFromRoot(folder, reference))
  if (!found) return null
  const known = files.get(found.sha256)
  if (known) return known
  const file: FileDraft = {
    sha256: found.sha256,
    sizeBytes: found.sizeBytes,
    mimeType: mediaType(path),
    name: path.replace(/^.*\//, ''),
    sourcePath: found.absolutePath,
    lessonId: ofLesson,
  }
  files.set(found.sha256, file)
  return file
}

async function hashFromRoot(folder: CourseFolder, reference: string) {
  return reference.startsWith('.') ? null : folder.hash(folder.resolve('index.md', reference))
}

async function readVideo(
  context: CourseContext,
  path: string,
  video: string,
  ofLesson: string,
): Promise<string> {
  if (isWebAddress(video)) return video
  const file = await takeFile(context, path, video, ofLesson)
  if (!file) throw new AppError('bad-input', `${path} names the video ${video}, which is not in the folder.`)
  return mediaUrl(file.sha256)
}

/** The path a link names, or null where it points outside: links are not read, so that only costs the link. */
function insidePath(context: CourseContext, from: string, url: string): string | null {
  const rooted = url.startsWith(siteRoot)
    ? url.slice(siteRoot.length)
    : url.startsWith('/')
      ? url.slice(1)
      : null
  try {
    return rooted === null ? context.folder.resolve(from, url) : context.folder.resolve('index.md', rooted)
  } catch {
    return null
  }
}

function findLesson(context: CourseContext, target: string): string | undefined {
  const key = lessonKey(target.replace(/\/(?:index\.html?)?$/, ''))
  return context.lessonIds.get(key) ?? context.lessonIds.get(key.replace(/^.*\//, ''))
}

/** A lesson's path as links spell it: without ending, lower case. */
export function lessonKey(path: string): string {
  return path.replace(/\.(?:md|markdown|rmd|html?)$/i, '').toLowerCase()
}

/** Where the Workbench publishes a page: all folders flat, as HTML. */
function siteAddress(siteUrl: string, path: string, fragment: string): string {
  const page = path.replace(/^(?:episodes|learners|instructors|profiles)\//, '').replace(/\.r?md$/i, '.html')
  return `${siteUrl.replace(/\/+$/, '')}/${encodeURI(page)}${fragment}`
}

function isWebAddress(url: string): boolean {
  return /^(?:[a-z][a-z0-9+.-]+:|\/\/)/i.test(url) && !/^file:/i.test(url) && !url.startsWith(siteRoot)
}

function firstObjective(markdown: string): string | null {
  const box = /^(:{3,})objectives[^\n]*\n([\s\S]*?)\n\1$/m.exec(markdown)?.[2]
  const item = box && /^[-*+]\s+(.+(?:\n[ \t]+\S.*)*)/m.exec(box)?.[1]
  return item ? headingText(item.replace(/\s+/g, ' ')) : null
}

function fitTitle(context: CourseContext, path: string, title: string): string {
  if (title.length <= 200) return title
  context.warnings.push(`${path}: its title is longer than 200 characters and was shortened`)
  return `${title.slice(0, 199).trimEnd()}…`
}
