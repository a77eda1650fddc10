import { AppError } from '../../src/shared/errors/app-error.ts'
import type { CourseFolder } from './course-folder.ts'
import type { CourseSettings } from './settings.ts'

export interface OutlineModule {
  /** What the module's id is made of. */
  key: string
  title: string
  description: string | null
  /** Paths of Markdown lessons and of YAML quizzes, in order. */
  paths: string[]
}

const markdown = /\.(?:md|markdown|rmd)$/i
const quiz = /^quizzes\/[^/]+\.ya?ml$/i
/** Pages about a repository or a site, not lessons of it. */
const notLessons =
  /^(?:index|readme|license|licence|contributing|code_of_conduct|conduct|changelog|news|authors|citation|about|reference|aio|404)\.\w+$/i
const notLessonFolders = /^(?:learners|instructors|profiles|_extras|_includes|_layouts|bin|site|renv)\//i
const episodeFolders = ['episodes/', '_episodes/', 'lessons/', '']

/**
 * Which lessons a course has, and in which order: what the settings list, otherwise the file names.
 * @throws AppError `bad-input` when there is not one lesson, or a listed one is missing or outside.
 */
export function readOutline(
  folder: CourseFolder,
  settings: CourseSettings,
  settingsPath: string,
): OutlineModule[] {
  const known = new Set(folder.files)
  const locate = (listed: string): string => {
    const named = folder.resolve(settingsPath, listed)
    const path = episodeFolders.map((place) => place + named).find((candidate) => known.has(candidate))
    if (!path) throw new AppError('bad-input', `${settingsPath} lists ${listed}, which is not in the folder.`)
    return path
  }
  const modules = settings.modules?.length
    ? settings.modules.map((module) => ({
        key: module.title,
        title: module.title,
        description: module.description?.trim() || null,
        paths: module.lessons.map(locate),
      }))
    : settings.episodes?.length
      ? [chapters(settings.episodes.map(locate))]
      : byFileNames(folder)

  if (modules.every((module) => module.paths.length === 0))
    throw new AppError('bad-input', `${folder.root} is not a course folder: there is no lesson (.md) in it.`)
  refuseDoubles(modules, settingsPath)
  return modules.filter((module) => module.paths.length > 0)
}

function byFileNames(folder: CourseFolder): OutlineModule[] {
  const place = episodeFolders.find(
    (prefix) => prefix !== '' && folder.files.some((path) => path.startsWith(prefix) && markdown.test(path)),
  )
  const prefix = place ?? ''
  const lessons = folder.files.filter((path) => {
    const inside = path.slice(prefix.length)
    return (
      path.startsWith(prefix) &&
      markdown.test(path) &&
      !notLessons.test(inside) &&
      !notLessonFolders.test(inside)
    )
  })
  const modules = new Map<string, OutlineModule>()
  for (const path of lessons) {
    const [first = '', ...rest] = path.slice(prefix.length).split('/')
    const key = rest.length > 0 ? first : ''
    const module = modules.get(key) ?? (key === '' ? chapters([]) : named(key))
    module.paths.push(path)
    modules.set(key, module)
  }
  const quizzes = folder.files.filter((path) => quiz.test(path))
  if (modules.size > 0 && quizzes.length > 0)
    modules.set('quizzes/', { key: 'quizzes/', title: 'Practice', description: null, paths: quizzes })
  return [...modules.values()]
}

function chapters(paths: string[]): OutlineModule {
  return { key: '', title: 'Chapters', description: null, paths }
}

function named(folderName: string): OutlineModule {
  return { key: folderName, title: titleFromName(folderName), description: null, paths: [] }
}

/** `03-working_together.md` → `Working together`. */
export function titleFromName(name: string): string {
  const words = name
    .replace(/^.*\//, '')
    .replace(markdown, '')
    .replace(/^\d+[-_. ]*/, '')
    .replace(/[-_]+/g, ' ')
    .trim()
  return words === '' ? name : words.charAt(0).toUpperCase() + words.slice(1)
}

function refuseDoubles(modules: OutlineModule[], settingsPath: string): void {
  const paths = modules.flatMap((module) => module.paths)
  const double = paths.find((path, index) => paths.indexOf(path) < index)
  if (double) throw new AppError('bad-input', `${settingsPath} lists ${double} twice.`)
}
