import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import fc from 'fast-check'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import type { MarkedPart } from '../../shared/contract/search-views.ts'
import { Notices } from '../changes/notices.ts'
import { openDatabase, openReader, type Sqlite } from '../db/open-database.ts'
import { WriteDoor } from '../db/write-door.ts'
import { documentReader } from './read-documents.ts'
import { Search, searchFile } from './search.ts'
import { SearchIndex, searchKinds } from './search-index.ts'

vi.setConfig({ testTimeout: 180_000 })

const root = mkdtempSync(join(tmpdir(), 'brainix-search-'))
const open: Device[] = []
afterEach(() => {
  for (const device of open.splice(0)) device.close()
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** A database and its index, whose timers run when the test says so. */
class Device {
  readonly folder = mkdtempSync(join(root, 'device-'))
  readonly file = join(this.folder, 'brainix.sqlite')
  readonly indexFile = searchFile(this.folder)
  #timers: (() => void)[] = []
  #sqlite!: Sqlite
  #door!: WriteDoor
  search!: Search

  constructor() {
    this.start()
    open.push(this)
  }

  start(): void {
    this.#timers = []
    const notices = new Notices()
    this.#sqlite = openDatabase(this.file)
    this.#door = new WriteDoor(this.#sqlite, notices)
    this.search = new Search({
      databaseFile: this.file,
      indexFile: this.indexFile,
      door: this.#door,
      follow: (listener) => notices.subscribe(({ tables }) => listener(tables)),
      onWhole: () => notices.tables(new Set(['search_state'])),
      userId: 'me',
      schedule: (_delayMs, callback) => {
        this.#timers.push(callback)
        return () => {
          this.#timers = this.#timers.filter((timer) => timer !== callback)
        }
      },
    })
  }

  close(): void {
    this.search.stop()
    this.#sqlite.close()
  }

  restart(meanwhile: () => void = () => {}): void {
    this.close()
    meanwhile()
    this.start()
  }

  /** Lets so many timers run. */
  tick(times: number): void {
    for (let at = 0; at < times; at++) this.#timers.shift()?.()
  }

  catchUp(): void {
    for (let ticks = 0; !this.search.isWhole; ticks++) {
      if (ticks > 10_000) throw new Error('the index does not catch up')
      this.tick(1)
    }
  }

  write(table: string, sql: string, ...values: unknown[]): void {
    this.#door.write((tx) => {
      tx.sqlite.prepare(sql).run(...values)
      tx.touch(table)
    }, 'refetchable')
  }

  course(
    id: string,
    title: string,
    more: { tags?: string[]; instructor?: string; students?: number } = {},
  ): void {
    this.write(
      'courses',
      `INSERT INTO courses (id, title, slug, description, price, tags, instructor_id, category_id, published,
         total_students, created_at, updated_at)
       VALUES (?, ?, ?, 'What it is about', '0', ?, ?, 'g', 1, ?, 1, 1)
       ON CONFLICT (id) DO UPDATE SET title = excluded.title, tags = excluded.tags`,
      id,
      title,
      id,
      JSON.stringify(more.tags ?? []),
      more.instructor ?? 'ines',
      more.students ?? 0,
    )
  }

  lesson(id: string, title: string, content: string | null, courseId = 'c'): void {
    this.write(
      'lessons',
      `INSERT INTO lessons (id, title, content, position, type, module_id, course_id, published, created_at, updated_at)
       VALUES (?, ?, ?, 1, 'TEXT', 'm', ?, 1, 1, 1)
       ON CONFLICT (id) DO UPDATE SET title = excluded.title, content = excluded.content`,
      id,
      title,
      content,
      courseId,
    )
  }

  note(id: string, content: string, userId = 'me'): void {
    this.write(
      'notes',
      `INSERT INTO notes (id, user_id, lesson_id, course_id, content, created_at, updated_at)
       VALUES (?, ?, 'l', 'c', ?, 1, 1) ON CONFLICT (id) DO UPDATE SET content = excluded.content`,
      id,
      userId,
      content,
    )
  }

  enroll(courseId: string): void {
    this.write(
      'enrollments',
      `INSERT INTO enrollments (id, user_id, course_id, status, progress, enrolled_at, last_accessed_at)
       VALUES (?, 'me', ?, 'ACTIVE', '0', 1, 1)`,
      `e-${courseId}`,
      courseId,
    )
  }

  instructor(id: string, name: string): void {
    this.write(
      'users',
      'INSERT INTO users (id, name) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name',
      id,
      name,
    )
  }

  remove(table: string, id: string): void {
    this.write(table, `DELETE FROM ${table} WHERE id = ?`, id)
  }

  /** Every word of the index with the rows it is in, and the tags. */
  indexed(): unknown {
    return wordsOf(this.indexFile)
  }

  /** What an index made just now from what is in the database would hold. */
  expected(): unknown {
    const file = join(this.folder, 'fresh.sqlite')
    const fresh = SearchIndex.open(file)
    const reader = openReader(this.file)
    const read = documentReader(reader)
    fresh.write(() => {
      for (const kind of searchKinds)
        for (const row of reader.prepare(`SELECT rowid FROM ${kind}`).pluck().all() as number[]) {
          const document = read(kind, row)
          if (document) fresh.put(kind, row, document)
        }
    })
    reader.close()
    fresh.close()
    const words = wordsOf(file)
    SearchIndex.remove(file)
    return words
  }
}

function wordsOf(file: string): unknown {
  const sqlite = new Database(file)
  try {
    const tables = sqlite
      .prepare("SELECT name FROM sqlite_schema WHERE sql LIKE 'CREATE VIRTUAL TABLE%' ORDER BY name")
      .pluck()
      .all() as string[]
    const words = tables.map((table) => {
      sqlite.exec(`CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, ${table}, instance)`)
      const rows = sqlite
        .prepare('SELECT DISTINCT term, doc FROM temp.vocabulary ORDER BY term, doc')
        .raw()
        .all()
      sqlite.exec('DROP TABLE temp.vocabulary')
      return [table, rows]
    })
    return [words, sqlite.prepare('SELECT tag, courses FROM tags ORDER BY tag').raw().all()]
  } finally {
    sqlite.close()
  }
}

const text = (parts: MarkedPart[] | undefined) =>
  parts?.map((part) => (part.marked ? `[${part.text}]` : part.text)).join('')

describe('search', () => {
  it('finds courses by title, tag and instructor, lessons by title and text, and own notes', () => {
    const device = new Device()
    device.instructor('ines', 'Inés Peña')
    device.course('c', 'Version Control', { tags: ['git', 'teamwork'] })
    device.lesson('l', 'Tracking Changes', 'A **commit** is a snapshot of a project.')
    device.note('n', 'Remember: commit often')
    const found = device.search.find('commi', 8)
    expect(found.lessons.map(({ id }) => id)).toEqual(['l'])
    expect(text(found.lessons[0]?.snippet)).toBe('A [commit] is a snapshot of a project.')
    expect(found.notes).toMatchObject([
      { id: 'n', lessonTitle: 'Tracking Changes', lessonGone: false, courseTitle: 'Version Control' },
    ])
    expect(text(found.notes[0]?.snippet)).toBe('Remember: [commit] often')
    for (const typed of ['version', 'contr', 'teamwork', 'pena', 'Inés version'])
      expect(
        device.search.find(typed, 8).courses.map(({ id }) => id),
        typed,
      ).toEqual(['c'])
    expect(text(device.search.find('track', 8).lessons[0]?.title)).toBe('[Tracking] Changes')
  })

  it('says of a lesson without text that it is here once its course is', () => {
    const device = new Device()
    device.course('c', 'Version Control')
    device.lesson('q', 'The commit test', null)
    const here = () => device.search.find('commit', 8).lessons.map(({ onDevice }) => onDevice)
    expect(here()).toEqual([false])
    device.write(
      'shape_groups',
      `INSERT INTO shape_groups (group_name, course_id, verified_version) VALUES ('course', 'c', 1)`,
    )
    expect(here()).toEqual([true])
  })

  it('puts the title that is asked for before those that contain it, and those before texts', () => {
    const device = new Device()
    device.course('c', 'A course')
    device.lesson('in-text', 'Something else', 'What a rebase is')
    device.lesson('in-title', 'Why to rebase', 'Text')
    device.lesson('begins', 'Rebase and merge', 'Text')
    device.lesson('exact', 'Rebase', 'Text')
    expect(device.search.find('rebase', 8).lessons.map(({ id }) => id)).toEqual([
      'exact',
      'begins',
      'in-title',
      'in-text',
    ])
  })

  it('puts what the person learns first, and popular courses before others', () => {
    const device = new Device()
    device.course('own', 'Weather')
    device.course('other', 'Weather', { students: 5 })
    device.course('popular', 'Weather', { students: 90_000 })
    device.enroll('own')
    device.lesson('l-other', 'Clouds', 'x', 'other')
    device.lesson('l-own', 'Clouds', 'x', 'own')
    expect(device.search.find('weather', 8).courses.map(({ id }) => id)).toEqual(['own', 'popular', 'other'])
    expect(device.search.find('clouds', 8).lessons.map(({ id, mayOpen }) => [id, mayOpen])).toEqual([
      ['l-own', true],
      ['l-other', false],
    ])
  })

  it('finds any piece of a text in a script without spaces, and not what only has its pairs', () => {
    const device = new Device()
    device.course('c', '机器学习入门')
    device.lesson('l', 'สวัสดี', 'ยินดีต้อนรับสู่ภาษาไทย')
    device.note('pairs', '学生大学习生')
    for (const typed of ['机', '学', '学习', '习入', '机器学习入门'])
      expect(device.search.find(typed, 8).courses.length, typed).toBe(1)
    expect(device.search.find('ภาษา', 8).lessons.length).toBe(1)
    expect(device.search.find('大学生', 8).notes).toEqual([])
  })

  it('finds a note at once after it was written, changed and deleted', () => {
    const device = new Device()
    device.note('n', 'first wording')
    expect(device.search.find('first', 8).notes.length).toBe(1)
    device.note('n', 'second wording')
    expect(device.search.find('first', 8).notes).toEqual([])
    expect(device.search.find('second', 8).notes.length).toBe(1)
    device.remove('notes', 'n')
    expect(device.search.find('second', 8).notes).toEqual([])
  })

  it("never finds another person's notes, and nothing for whatever is no question", () => {
    const device = new Device()
    device.note('n', 'a secret', 'somebody-else')
    expect(device.search.find('secret', 8).notes).toEqual([])
    for (const typed of [
      '',
      '"',
      '*',
      'AND',
      '\0',
      'a"b',
      '-',
      '^',
      'NEAR(',
      '('.repeat(10_000),
      `${'wörd* '.repeat(2000)}`,
    ])
      expect(() => device.search.find(typed, 8), typed.slice(0, 20)).not.toThrow()
  })

  it('says how far it is while much is new, and what there is more of', () => {
    const device = new Device()
    device.course('c', 'A course')
    for (let at = 0; at < 100; at++) device.lesson(`l${at}`, `Lesson ${at}`, 'text')
    expect(device.search.find('lesson', 5).indexing).toEqual({ done: 1, total: 101 })
    device.catchUp()
    const found = device.search.find('lesson', 5)
    expect(found.indexing).toBeNull()
    expect([found.lessons.length, found.more.lessons, found.more.courses]).toEqual([5, true, false])
  })

  it('tells which courses match, all of them, and the tags most courses have', () => {
    const device = new Device()
    for (let at = 0; at < 90; at++)
      device.course(`c${at}`, `Course ${at}`, { tags: at % 3 === 0 ? ['third', 'all'] : ['all'] })
    device.course('g', 'Gardening')
    device.catchUp()
    expect(device.search.courseRows('third ')?.length).toBe(30)
    expect(device.search.courseRows('g')?.length).toBe(1)
    expect(device.search.courseRows('  ')).toBeNull()
    expect(device.search.commonTags(1)).toEqual(['all'])
    expect(device.search.commonTags(5)).toEqual(['all', 'third'])
  })
})

describe('the index', () => {
  it('is made anew when its file is gone, damaged, or not of this database', () => {
    const device = new Device()
    device.course('c', 'Version Control')
    device.catchUp()
    for (const harm of [
      () => SearchIndex.remove(device.indexFile),
      () => writeFileSync(device.indexFile, 'this is no database'),
      () => {
        SearchIndex.remove(device.indexFile)
        const other = SearchIndex.open(device.indexFile)
        for (let at = 0; at < 5; at++)
          other.write(() => other.put('courses', at, { title: 'x', text: 'x', tags: [] }))
        other.close()
      },
    ]) {
      device.restart(harm)
      device.catchUp()
      expect(device.search.find('version', 8).courses.length).toBe(1)
      expect(device.search.find('x', 8).courses).toEqual([])
    }
  })

  it('holds exactly the words of the database, after whatever was written, deleted, stopped and lost', () => {
    const ids = fc.integer({ min: 0, max: 5 })
    const words = fc.constantFrom('red', 'green blue', 'Café crème', '机器学习', 'one two three', '')
    const step = fc.oneof(
      { weight: 4, arbitrary: fc.record({ deed: fc.constant('course' as const), id: ids, words }) },
      { weight: 4, arbitrary: fc.record({ deed: fc.constant('lesson' as const), id: ids, words }) },
      { weight: 3, arbitrary: fc.record({ deed: fc.constant('note' as const), id: ids, words }) },
      { weight: 2, arbitrary: fc.record({ deed: fc.constant('instructor' as const), id: ids, words }) },
      {
        weight: 4,
        arbitrary: fc.record({
          deed: fc.constant('remove' as const),
          table: fc.constantFrom('courses', 'lessons', 'notes', 'users'),
          id: ids,
        }),
      },
      { weight: 1, arbitrary: fc.record({ deed: fc.constant('hide' as const), id: ids }) },
      {
        weight: 6,
        arbitrary: fc.record({ deed: fc.constant('tick' as const), times: fc.integer({ min: 1, max: 6 }) }),
      },
      { weight: 2, arbitrary: fc.record({ deed: fc.constant('ask' as const) }) },
      { weight: 1, arbitrary: fc.record({ deed: fc.constant('restart' as const) }) },
      { weight: 1, arbitrary: fc.record({ deed: fc.constant('keep a copy of the index' as const) }) },
      { weight: 1, arbitrary: fc.record({ deed: fc.constant('keep a copy of the database' as const) }) },
      { weight: 1, arbitrary: fc.record({ deed: fc.constant('lose what came after the copy' as const) }) },
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const device = new Device()
        for (const at of steps) {
          if (at.deed === 'course')
            device.course(`c${at.id}`, at.words, { tags: at.words.split(' '), instructor: `u${at.id}` })
          else if (at.deed === 'lesson')
            device.lesson(`l${at.id}`, at.words, at.words === '' ? null : at.words)
          else if (at.deed === 'note') device.note(`n${at.id}`, at.words)
          else if (at.deed === 'instructor') device.instructor(`u${at.id}`, at.words)
          else if (at.deed === 'remove') device.remove(at.table, `${at.table[0]}${at.id}`)
          else if (at.deed === 'hide')
            device.write('lessons', 'UPDATE lessons SET published = 1 - published WHERE id = ?', `l${at.id}`)
          else if (at.deed === 'tick') device.tick(at.times)
          else if (at.deed === 'ask') device.search.find('red', 8)
          else if (at.deed === 'restart') device.restart()
          else if (at.deed === 'keep a copy of the index')
            device.restart(() => copyFileSync(device.indexFile, `${device.indexFile}.copy`))
          else if (at.deed === 'keep a copy of the database')
            device.restart(() => copyFileSync(device.file, `${device.file}.copy`))
          else
            device.restart(() => {
              for (const file of [device.file, device.indexFile])
                if (existsSync(`${file}.copy`)) copyFileSync(`${file}.copy`, file)
            })
        }
        device.catchUp()
        expect(device.indexed()).toEqual(device.expected())
        open.splice(open.indexOf(device), 1)
        device.close()
        rmSync(device.folder, { recursive: true, force: true })
      }),
      { numRuns: 40, seed: 20261122 },
    )
  })
})
