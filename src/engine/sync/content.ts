import { shapesOf } from '../../shared/contract/shapes.ts'
import { AppError } from '../../shared/errors/app-error.ts'
import type { Sqlite } from '../db/open-database.ts'
import { heldFor, heldGroups } from './held-drafts.ts'
import { verifiedGroup } from './shape-cursors.ts'
import { dropGroup, type GroupDeps, giveUpGroup, syncGroup } from './shape-group.ts'

export interface ContentOptions {
  sqlite: Sqlite
  userId: string
  /** Courses whose content this device should hold whole. */
  keptCourses: () => string[]
  /** A kept course's content could not be had (null: it could). */
  onCourse: (courseId: string, error: AppError | null) => void
  /** While true, the content lane rests: only the person's own rows go up and down. */
  holdsContent: () => boolean
  /** Shared content moved: downloads may have something to do. */
  onContent: () => void
}

const hourMs = 3_600_000

/** What many share, as far as this device wants it: what is to come, what has moved on, and what has to go again. */
export class Content {
  readonly #options: ContentOptions
  /** Outlines of courses somebody looks at: fetched once each, and again when their version moved. */
  readonly #lookedAt = new Set<string>()

  constructor(options: ContentOptions) {
    this.#options = options
  }

  /** Somebody looks at a course. */
  look(courseId: string): void {
    this.#lookedAt.add(courseId)
  }

  /** One round: the catalogue, the outlines and the kept courses that are behind. @throws where the centre cannot be had. */
  async bring(deps: GroupDeps, signal: AbortSignal): Promise<void> {
    if (this.#options.holdsContent()) return
    const { sqlite } = this.#options
    await syncGroup(deps, 'catalogue', '', heldFor(sqlite, 'catalogue', '').length > 0 ? 0 : hourMs)
    const bring = async (group: 'outline' | 'course', courseId: string): Promise<void> => {
      const over = group === 'course' && this.#isOver(courseId)
      if (signal.aborted || this.#options.holdsContent() || !(over || this.#isBehind(deps, group, courseId)))
        return
      const error = await this.#tryGroup(deps, group, courseId)
      const denied = error?.code === 'forbidden' || error?.code === 'not-found'
      // The centre's word and the person's own rows agree: what was lent goes back. Their own work stays.
      if (over && denied) dropGroup(deps, group, courseId)
      if (denied) giveUpGroup(deps, group, courseId)
      if (group === 'outline' && denied) this.#lookedAt.delete(courseId)
      if (group === 'course') this.#options.onCourse(courseId, error)
    }
    const kept = this.#options.keptCourses()
    const waitedFor = heldGroups(sqlite).flatMap(({ group, courseId }) =>
      group === 'outline' ? courseId : [],
    )
    const outlines = [...new Set([...this.#lookedAt, ...this.enrolledCourses(), ...waitedFor])]
    for (const courseId of outlines) if (!kept.includes(courseId)) await bring('outline', courseId)
    for (const courseId of kept) await bring('course', courseId)
    if (signal.aborted) return
    this.#options.onContent()
    // Last, as their rows are there: the outline is what stays when a kept course leaves the device.
    for (const courseId of outlines) if (kept.includes(courseId)) await bring('outline', courseId)
    for (const courseId of this.#strangeOutlines()) dropGroup(deps, 'outline', courseId)
  }

  /** Courses the person learns in. Their outlines are kept anyway, so that "continue" knows where to. */
  enrolledCourses(): string[] {
    const { sqlite, userId } = this.#options
    const rows = sqlite
      .prepare("SELECT course_id AS courseId FROM enrollments WHERE user_id = ? AND status = 'ACTIVE'")
      .all(userId) as { courseId: string }[]
    return rows.map((row) => row.courseId)
  }

  /** @returns why the group is not whole; null when it is. One course that may not be seen holds up no other. */
  async #tryGroup(deps: GroupDeps, group: 'outline' | 'course', courseId: string): Promise<AppError | null> {
    try {
      const whole = await syncGroup(deps, group, courseId)
      return whole ? null : new AppError('unavailable', 'The course is changing right now.')
    } catch (error) {
      if (error instanceof AppError && (error.code === 'forbidden' || error.code === 'not-found'))
        return error
      throw error
    }
  }

  /** Outlines of courses that are in no catalogue any more, and that the person never joined: deleted, or withdrawn. */
  #strangeOutlines(): string[] {
    const { sqlite, userId } = this.#options
    // Any of its shapes: the device may have been cut off before the others came.
    const names = shapesOf('outline')
    const rows = sqlite
      .prepare(
        `SELECT DISTINCT course_id AS courseId FROM shape_cursors
         WHERE name IN (${names.map(() => '?').join(', ')})
         AND course_id NOT IN (SELECT id FROM courses)
         AND course_id NOT IN (SELECT course_id FROM enrollments WHERE user_id = ?)`,
      )
      .all(...names, userId) as { courseId: string }[]
    return rows.map((row) => row.courseId).filter((courseId) => !this.#lookedAt.has(courseId))
  }

  /**
   * Whether a group was never whole here, or its course's `content_version` has moved since. A course that is no longer
   * published tells this device no version: those who learn in it ask once an hour, by a clock that may have jumped.
   */
  #isBehind(deps: GroupDeps, group: 'outline' | 'course', courseId: string): boolean {
    const { sqlite } = this.#options
    const verified = verifiedGroup(sqlite, group, courseId)
    const course = sqlite
      .prepare('SELECT content_version AS version FROM courses WHERE id = ?')
      .get(courseId) as { version: number } | undefined
    if (verified === null || heldFor(sqlite, group, courseId).length > 0) return true
    if (course) return course.version !== verified.version
    return Math.abs(deps.nowMs() - verified.atMs) >= hourMs
  }

  /** Whether the person no longer learns in a course, nor teaches it, by their own rows. */
  #isOver(courseId: string): boolean {
    const { sqlite, userId } = this.#options
    const standing = sqlite
      .prepare(
        `SELECT 1 FROM enrollments WHERE user_id = ? AND course_id = ? AND status IN ('ACTIVE', 'COMPLETED')
         UNION ALL SELECT 1 FROM courses WHERE id = ? AND instructor_id = ?`,
      )
      .get(userId, courseId, courseId, userId)
    return standing === undefined
  }
}
