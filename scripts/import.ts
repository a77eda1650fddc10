import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { brainixHome } from '../server/centre/home.ts'
import { chooseInstructor } from '../server/imports/choose-instructor.ts'
import { type ImportTarget, openHomeTarget, openNamedTarget } from '../server/imports/import-target.ts'
import { type PublishedCourse, publishCourse } from '../server/imports/publish-course.ts'
import { type ReadCourse, readCourseFolder } from '../server/imports/read-course-folder.ts'
import { AppError } from '../src/shared/errors/app-error.ts'

const usage = `npm run import -- <folder> [--with <folder>] [--instructor <e-mail>] [--database-url URL --files DIR]

Publishes a folder of Markdown as a course at the centre, or brings that course up to date.
  --with           another folder whose modules are added to the course
  --instructor     who teaches it; without it, whoever does already, or the centre's first instructor
  --database-url   a Postgres other than that of the centre on this machine; --files is its file store`

try {
  await main()
} catch (error) {
  console.error(error instanceof AppError ? error.message : error)
  process.exit(1)
}

async function main(): Promise<void> {
  const options = readOptions()
  if (!options) return
  // all of the folder is read and checked before anything is started or written
  const course = await readCourseFolder(options.folder, options.added)
  report(course)
  const target = await openTarget(options)
  const stop = () => void target.close().finally(() => process.exit(130))
  process.once('SIGINT', stop).once('SIGTERM', stop)
  try {
    const instructorId = await chooseInstructor(target.pool, course.slug, options.instructor)
    reportPublished(course, await publishCourse(target.pool, target.filesDir, course, instructorId))
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop)
    await target.close()
  }
}

interface Options {
  folder: string
  added: string | undefined
  instructor: string | undefined
  named: { databaseUrl: string; filesDir: string } | null
}

function readOptions(): Options | null {
  // npm runs scripts in the project's folder; paths are meant from where the person is
  const path = (given: string) => resolve(process.env.INIT_CWD ?? process.cwd(), given)
  const { values, positionals } = parse()
  if (values.help) {
    console.log(usage)
    return null
  }
  const [folder, ...more] = positionals
  if (folder === undefined || more.length > 0)
    throw new AppError('bad-input', `Name one folder to import.\n\n${usage}`)
  const databaseUrl = values['database-url']
  if ((databaseUrl === undefined) !== (values.files === undefined))
    throw new AppError('bad-input', `--database-url and --files belong together.\n\n${usage}`)
  return {
    folder: path(folder),
    added: values.with === undefined ? undefined : path(values.with),
    instructor: values.instructor,
    named:
      databaseUrl === undefined || values.files === undefined
        ? null
        : { databaseUrl, filesDir: path(values.files) },
  }
}

function parse() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        with: { type: 'string' },
        instructor: { type: 'string' },
        'database-url': { type: 'string' },
        files: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (error) {
    throw new AppError('bad-input', `${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
  }
}

function openTarget({ named }: Options): Promise<ImportTarget> {
  return named
    ? openNamedTarget(named.databaseUrl, named.filesDir)
    : openHomeTarget(brainixHome(), (line) => console.log(line))
}

function report(course: ReadCourse): void {
  const lessons = course.modules.flatMap((module) => module.lessons)
  const quizzes = lessons.flatMap((lesson) => lesson.quizzes)
  const bytes = course.files.reduce((sum, file) => sum + file.sizeBytes, 0)
  console.log(
    `Read “${course.title}”: ${count(lessons.length, 'lesson')} in ${count(course.modules.length, 'module')}, ` +
      `${count(quizzes.length, 'quiz', 'quizzes')}, ${count(course.files.length, 'file')} (${(bytes / 1_000_000).toFixed(1)} MB)`,
  )
  for (const warning of course.warnings) console.warn(`  warning: ${warning}`)
}

function reportPublished(course: ReadCourse, published: PublishedCourse): void {
  for (const warning of published.warnings) console.warn(`  warning: ${warning}`)
  const counts = Object.values(published.rows)
  const sum = (key: 'created' | 'updated' | 'removed') =>
    counts.reduce((total, count) => total + count[key], 0)
  if (published.created) console.log(`Published as “${course.slug}”.`)
  else if (sum('created') + sum('updated') + sum('removed') === 0)
    console.log(`“${course.slug}” was up to date; nothing was changed.`)
  else
    console.log(
      `Updated “${course.slug}”: ${sum('updated')} changed, ${sum('created')} added, ${sum('removed')} removed.`,
    )
}

function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`
}
