import { existsSync } from 'node:fs'
import { chmod, cp, mkdir, mkdtemp, open, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '../../src/shared/errors/app-error.ts'
import { readCourseFolder } from './read-course-folder.ts'

const example = fileURLToPath(new URL('./test-course', import.meta.url))
const gitNovice = fileURLToPath(new URL('../../../shared/data/courses/git-novice', import.meta.url))

let folder: string

beforeEach(async () => {
  const place = await mkdtemp(join(tmpdir(), 'brainix-course-'))
  folder = join(place, 'my-course')
  await mkdir(folder)
  return () => rm(place, { recursive: true, force: true })
})

const put = async (files: Record<string, string | Uint8Array>) => {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), content)
  }
}

const lessonsOf = (course: Awaited<ReturnType<typeof readCourseFolder>>) =>
  course.modules.flatMap((module) => module.lessons)

describe('reading a course folder', () => {
  it('takes order, titles and minutes from settings and front matter', async () => {
    const course = await readCourseFolder(example)
    expect(course).toMatchObject({
      slug: 'keeping-bees',
      title: 'Keeping bees',
      category: { name: 'Nature', slug: 'nature', parent: null },
      shortDescription: 'A hive is a city. This course opens its door.',
      objectives: ['Name the parts of a hive'],
      warnings: [],
    })
    expect(lessonsOf(course).map((lesson) => lesson.title)).toEqual([
      'The hive',
      'The dance',
      'What do you know?',
    ])
  })

  it('takes what a lesson is, and the captions and chapters of its video', async () => {
    await put({
      '1.md':
        '---\ntitle: Film\nvideo: talk.webm\nvideo_seconds: 9\ncaptions: [talk.es.vtt, talk.chapters.vtt]\n---\nx',
      '2.md': '---\ntitle: Task\ntype: assignment\n---\nDo it.',
      '3.md': '---\ntitle: Meet\ntype: live-session\n---\n:::session{start="2026-12-03T18:00Z"}\n:::',
      'talk.webm': 'film',
      'talk.es.vtt': 'WEBVTT\n',
      'talk.chapters.vtt': 'WEBVTT\n\n',
    })
    const course = await readCourseFolder(folder)
    expect(lessonsOf(course).map(({ type }) => type)).toEqual(['VIDEO', 'ASSIGNMENT', 'LIVE_SESSION'])
    expect(lessonsOf(course)[0]?.resources.map(({ title }) => title)).toEqual([
      'talk.es.vtt',
      'talk.chapters.vtt',
    ])
    expect(course.files.find(({ name }) => name === 'talk.es.vtt')?.mimeType).toBe('text/vtt')
    expect(lessonsOf(course)[2]?.content).toContain(':::session{start="2026-12-03T18:00Z"}')
    await put({ '4.md': '---\ntitle: No\ncaptions: gone.vtt\n---\nx' })
    await expect(readCourseFolder(folder)).rejects.toThrow(/4\.md names the captions gone\.vtt/)
  })

  it('names owner and licence in the description and under every text', async () => {
    const course = await readCourseFolder(example)
    const address = 'https://creativecommons.org/licenses/by/4.0/'
    expect(course.description).toContain(`© The Beekeepers, CC BY 4.0 (${address})`)
    for (const lesson of lessonsOf(course))
      if (lesson.content) expect(lesson.content).toContain(`© The Beekeepers, [CC BY 4.0](${address})`)
  })

  it('describes the course in plain paragraphs', async () => {
    await put({
      'a.md': 'x',
      'index.md': '# T\n\nA *fine* [link](b.md).\n\n- one\n- two `x`\n\n::: note\nmind\n:::',
    })
    expect((await readCourseFolder(folder)).description).toBe('A fine link.\n\n• one\n\n• two x\n\nmind')
  })

  it('points links at lessons and files, wherever the folder lies', async () => {
    const course = await readCourseFolder(example)
    const [hive, dance] = lessonsOf(course)
    expect(hive?.content).toContain(`[the dance](brainix-lesson:${dance?.id}#round)`)
    expect(hive?.content).toMatch(/!\[A hive with four boxes\]\(brainix-file:[0-9a-f]{64}\)/)
    expect(hive?.resources).toEqual([
      expect.objectContaining({
        title: 'hives.csv',
        type: 'SPREADSHEET',
        url: expect.stringMatching(/^brainix-file:/),
      }),
    ])
    await cp(example, folder, { recursive: true })
    const moved = await readCourseFolder(folder)
    expect(moved.modules).toEqual(course.modules)
  })

  it('makes modules of sub-folders, in the order of their numbers, where nothing is listed', async () => {
    await put({
      'README.md': '# Working wood\n\nSaws and planes.',
      '2-planes/1-flat.md': '# Flat\n\nx',
      '10-glue/glue.md': 'Sticky.',
      '1-saws/10-end.md': '---\ntitle: End\n---\n',
      '1-saws/2-rip_cut.md': 'Along the grain.',
      'CONTRIBUTING.md': 'no lesson',
    })
    const course = await readCourseFolder(folder)
    expect(course.title).toBe('Working wood')
    expect(
      course.modules.map((module) => [module.title, module.lessons.map((lesson) => lesson.title)]),
    ).toEqual([
      ['Saws', ['Rip cut', 'End']],
      ['Planes', ['Flat']],
      ['Glue', ['Glue']],
    ])
  })

  it('warns of a missing image by name and shows its description', async () => {
    await put({ 'a.md': 'See ![the *open* menu](img/menu.png).' })
    const course = await readCourseFolder(folder)
    expect(course.warnings).toEqual(['a.md: image img/menu.png is missing; its description is shown instead'])
    expect(lessonsOf(course)[0]?.content).toBe('See *the open menu*.')
  })

  it('only loses a link that leaves the folder, as nothing is read through it', async () => {
    await put({ 'a.md': 'See [this](../../other.md).' })
    const course = await readCourseFolder(folder)
    expect(lessonsOf(course)[0]?.content).toBe('See this.')
    expect(course.warnings[0]).toContain('../../other.md')
  })
})

describe('bad input', () => {
  const refused = async (code: string, message: RegExp, added?: string) => {
    const error = await readCourseFolder(folder, added).then(
      () => new Error('it was accepted'),
      (thrown: unknown) => thrown,
    )
    expect(error).toBeInstanceOf(AppError)
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) })
  }

  it('is refused: a folder that is not there', async () => {
    await rm(folder, { recursive: true })
    await refused('bad-input', /There is no folder .*my-course/)
  })

  it('is refused: a file instead of a folder', async () => {
    await rm(folder, { recursive: true })
    await writeFile(folder, 'x')
    await refused('bad-input', /is a file/)
  })

  it('is refused: an empty folder', () => refused('bad-input', /is empty/))

  it('is refused: a folder without lessons', async () => {
    await put({ 'photo.jpg': 'x', 'README.md': '# Photos' })
    await refused('bad-input', /is not a course folder/)
  })

  it('is refused: front matter that does not parse, with file and line', async () => {
    await put({ 'a.md': '---\ntitle: ok\nnext: [1, 2\n---\nx' })
    await refused('bad-input', /a\.md, line [34]:/)
  })

  it('is refused: front matter without an end', async () => {
    await put({ 'a.md': '---\ntitle: ok\n\nText.' })
    await refused('bad-input', /a\.md, line 1: .*never closed/)
  })

  it('is refused: front matter of the wrong form, with file and field', async () => {
    await put({ 'a.md': '---\nteaching: ten\n---\nx' })
    await refused('bad-input', /a\.md: “teaching”/)
  })

  it('is refused by its size alone: a Markdown file of 100 MB', async () => {
    await put({ 'a.md': 'x' })
    const file = await open(join(folder, 'huge.md'), 'w')
    await file.truncate(100 * 1024 * 1024)
    await file.close()
    const before = process.memoryUsage.rss()
    await refused('too-large', /huge\.md has 100 MB; at most 5\.0 MB/)
    expect(process.memoryUsage.rss() - before).toBeLessThan(50 * 1024 * 1024)
  })

  it('is refused: text that is not UTF-8', async () => {
    await put({ 'a.md': new Uint8Array([0x63, 0x61, 0x66, 0xe9]) })
    await refused('bad-input', /a\.md is not UTF-8/)
  })

  it('is refused: a binary file with the name of a lesson', async () => {
    await put({ 'a.md': 'x\u0000y' })
    await refused('bad-input', /a\.md is not a text file/)
  })

  it.each([
    ['an image above the folder', '![x](../../etc/passwd)', /\.\.\/\.\.\/etc\/passwd/],
    ['an absolute image', '![x](/etc/passwd)', /\/etc\/passwd .*absolute/],
    ['an encoded way out', '![x](%2e%2e/%2e%2e/etc/passwd)', /leaves the course folder/],
    ['a file address', '![x](file:///etc/passwd)', /file:\/\/\/etc\/passwd/],
    ['backslashes', '<img src="..\\..\\secret.png">', /leaves the course folder/],
    ['a reference-style image', '![x][r]\n\n[r]: ../../etc/passwd', /\.\.\/\.\.\/etc\/passwd/],
  ])('is refused: %s', async (_what, markdown, message) => {
    await put({ 'a.md': markdown })
    await refused('bad-input', message)
  })

  it('is refused: a symbolic link to a file outside, as image, lesson or quiz', async () => {
    const outside = join(dirname(folder), 'secret.md')
    await writeFile(outside, 'secret')
    for (const [path, text] of [
      ['fig.png', '![x](fig.png)'],
      ['b.md', 'x'],
      ['quizzes/q.yaml', 'x'],
    ] as const) {
      await put({ 'a.md': text, [path]: '' })
      await rm(join(folder, path))
      await symlink(outside, join(folder, path))
      await refused('bad-input', new RegExp(`${path.replace('.', '\\.')} .*leaves the course folder`))
      await rm(join(folder, path))
    }
  })

  it('is refused: a listed chapter outside or missing', async () => {
    await put({ 'a.md': 'x', 'config.yaml': 'episodes: [../a.md]' })
    await refused('bad-input', /\.\.\/a\.md .*leaves/)
    await put({ 'config.yaml': 'episodes: [b.md]' })
    await refused('bad-input', /config\.yaml lists b\.md/)
  })

  it('is refused: a second folder that is none', async () => {
    await put({ 'a.md': 'x' })
    await refused('bad-input', /There is no folder/, join(folder, 'nowhere'))
  })

  // root may read everything
  it.skipIf(process.getuid?.() === 0)('is refused: a file that may not be read', async () => {
    await put({ 'a.md': 'x' })
    await chmod(join(folder, 'a.md'), 0)
    await refused('bad-input', /a\.md cannot be read \(EACCES\)/)
  })
})

describe.skipIf(!existsSync(gitNovice))('the course “Version Control with Git”', () => {
  it('has 14 chapters in order, its images, and a warning for each missing one', async () => {
    const course = await readCourseFolder(gitNovice)
    const lessons = lessonsOf(course)
    expect(course.title).toBe('Version Control with Git')
    expect(course.durationMinutes).toBe(192)
    expect(lessons.length).toBe(14)
    expect(lessons[0]?.title).toBe('Automated Version Control')
    expect(lessons[13]?.title).toBe('Supplemental: Using Git from RStudio')
    expect(course.description).toContain(
      '© The Carpentries, CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/)',
    )
    expect(course.description).not.toMatch(/\]\(|:::|\*/)
    expect(course.requirements).toEqual([expect.stringContaining('Git from the Unix Shell')])
    expect(course.warnings.length).toBe(10)
    for (const warning of course.warnings)
      expect(warning).toMatch(
        /^episodes\/14-supplemental-rstudio\.md: image fig\/RStudio_screenshot_\w+\.png is missing/,
      )

    const pictures = await readdir(join(gitNovice, 'episodes/fig'))
    const named = new Set(course.files.map((file) => file.name))
    // one picture is there twice, under two names; the texts show one of them
    expect(pictures.filter((name) => !named.has(name))).toEqual(['phd101212s-dark.png'])
    for (const lesson of lessons) {
      expect(lesson.content).not.toMatch(/!\[[^\]]*\]\((?!brainix-file:)/)
      expect(lesson.content).not.toMatch(/^:{3,} /m)
      expect(lesson.content).not.toContain('<kbd>')
    }
  })
})
