import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import { storeFiles, writeCourse } from '../imports/publish-course.ts'
import { type ReadCourse, readCourseFolder } from '../imports/read-course-folder.ts'
import { writeRows } from '../imports/write-rows.ts'
import { demoActivity } from './activity.ts'
import { demoBlog } from './blog.ts'
import { demoCategories } from './categories.ts'
import { demoInstructorProfiles, demoPeople, demoStudentProfiles, demoUsers } from './people.ts'

const resources = fileURLToPath(new URL('../../resources/demo', import.meta.url))

/**
 * Fills a centre once with people, courses and what they did, from `resources/demo`. All of it or nothing; a second call
 * changes nothing, whatever people did with the content in between.
 * @param filesDir folder of the centre's file store.
 * @param nowMs the activity lies in the weeks before it.
 */
export async function fillDemoContent(pool: pg.Pool, filesDir: string, nowMs = Date.now()): Promise<void> {
  if (await isFilled(pool)) return
  const courses = await readDemoCourses()
  const blog = await demoBlog(join(resources, 'blog'), nowMs)
  for (const course of courses) await storeFiles(filesDir, course)

  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    await client.query(`SELECT pg_advisory_xact_lock(hashtext('brainix-demo'))`)
    if (!(await isFilled(client))) {
      await writeRows(client, 'users', demoUsers)
      await writeRows(client, 'instructor_profiles', demoInstructorProfiles)
      await writeRows(client, 'student_profiles', demoStudentProfiles)
      await writeRows(client, 'categories', demoCategories)
      for (const course of courses) await writeCourse(client, course, demoPeople.instructor)
      for (const [table, rows] of demoActivity(courses, nowMs)) await writeRows(client, table, rows)
      await writeRows(client, 'blogs', [blog.post])
      await writeRows(client, 'blog_comments', blog.comments)
    }
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {}) // a lost connection has rolled back by itself
    throw error
  } finally {
    client.release()
  }
}

/** The six authored courses, in the order of their folders. */
export async function readDemoCourses(): Promise<ReadCourse[]> {
  const folder = join(resources, 'courses')
  const names = (await readdir(folder)).filter((name) => !name.startsWith('.')).sort()
  return Promise.all(names.map((name) => readCourseFolder(join(folder, name))))
}

async function isFilled(db: pg.Pool | pg.ClientBase): Promise<boolean> {
  const found = await db.query(`SELECT FROM users WHERE id = ANY($1) OR clerk_id LIKE 'demo|%' LIMIT 1`, [
    Object.values(demoPeople),
  ])
  return (found.rowCount ?? 0) > 0
}
