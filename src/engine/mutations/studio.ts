import { asc, eq } from 'drizzle-orm'
import { courses, lessons, modules } from '../../../drizzle/schema/sqlite/courses.ts'
import { courseFields, lessonFields } from '../../shared/contract/studio-mutations.ts'
import { mergeField } from '../../shared/domain/merge-field.ts'
import { placeAfter } from '../../shared/domain/place-after.ts'
import { AppError } from '../../shared/errors/app-error.ts'
import type { Tx } from '../db/write-door.ts'
import type { DeviceMutation } from './mutation.ts'

const notHere = (what: string) => new AppError('not-found', `This ${what} is not on this device.`)

export const editCourse: DeviceMutation<'studio.editCourse'> = ({ tx, isConfirmed }, args) => {
  const course = tx.local.find(courses, args.courseId)
  if (!course) throw notHere('course')
  const { long, optional } = courseFields[args.field]
  const { value, conflict } = mergeField(args.base, args.value, course[args.field] ?? '', long)
  if (conflict && isConfirmed) return
  tx.local.update(courses, course.id, { [args.field]: optional && value === '' ? null : value })
}

export const editLesson: DeviceMutation<'studio.editLesson'> = ({ tx, isConfirmed }, args) => {
  const lesson = tx.local.find(lessons, args.lessonId)
  if (!lesson) throw notHere('lesson')
  const { long, optional } = lessonFields[args.field]
  const { value, conflict } = mergeField(args.base, args.value, lesson[args.field] ?? '', long)
  if (conflict && isConfirmed) return
  tx.local.update(lessons, lesson.id, { [args.field]: optional && value === '' ? null : value })
}

export const createModule: DeviceMutation<'studio.createModule'> = ({ tx, madeAtMs }, args) => {
  if (tx.local.find(modules, args.moduleId)) return
  if (!tx.local.find(courses, args.courseId)) throw notHere('course')
  tx.local.insert(modules, {
    id: args.moduleId,
    title: args.title,
    position: 0,
    courseId: args.courseId,
    createdAt: madeAtMs,
    updatedAt: madeAtMs,
  })
  placeModule(tx, args.courseId, args.moduleId, args.afterModuleId)
}

export const createLesson: DeviceMutation<'studio.createLesson'> = ({ tx, madeAtMs }, args) => {
  if (tx.local.find(lessons, args.lessonId)) return
  const module = tx.local.find(modules, args.moduleId)
  if (!module) throw notHere('module')
  tx.local.insert(lessons, {
    id: args.lessonId,
    title: args.title,
    position: 0,
    type: args.type,
    moduleId: module.id,
    courseId: module.courseId,
    createdAt: madeAtMs,
    updatedAt: madeAtMs,
  })
  placeLesson(tx, module.id, args.lessonId, args.afterLessonId)
}

export const moveModule: DeviceMutation<'studio.moveModule'> = ({ tx }, args) => {
  const module = tx.local.find(modules, args.moduleId)
  if (!module) throw notHere('module')
  placeModule(tx, module.courseId, module.id, args.afterModuleId)
}

export const moveLesson: DeviceMutation<'studio.moveLesson'> = ({ tx }, args) => {
  const lesson = tx.local.find(lessons, args.lessonId)
  const module = tx.local.find(modules, args.moduleId)
  if (!lesson || !module) throw notHere(lesson ? 'module' : 'lesson')
  if (lesson.courseId !== module.courseId) throw new AppError('bad-input', 'A lesson stays in its course.')
  if (lesson.moduleId !== module.id) tx.local.update(lessons, lesson.id, { moduleId: module.id })
  placeLesson(tx, module.id, lesson.id, args.afterLessonId)
}

/** Not where the text is another one than was seen: the centre asks then. */
export const deleteLesson: DeviceMutation<'studio.deleteLesson'> = ({ tx }, args) => {
  const lesson = tx.local.find(lessons, args.lessonId)
  if (lesson && (lesson.content ?? '') === args.baseContent) tx.local.remove(lessons, lesson.id)
}

function placeModule(tx: Tx, courseId: string, moduleId: string, afterId: string | null): void {
  const siblings = tx.read
    .select({ id: modules.id })
    .from(modules)
    .where(eq(modules.courseId, courseId))
    .orderBy(asc(modules.position), asc(modules.id))
    .all()
  const ids = siblings.map((row) => row.id)
  for (const [index, id] of placeAfter(ids, moduleId, afterId).entries())
    if (tx.local.find(modules, id)?.position !== index + 1)
      tx.local.update(modules, id, { position: index + 1 })
}

function placeLesson(tx: Tx, moduleId: string, lessonId: string, afterId: string | null): void {
  const siblings = tx.read
    .select({ id: lessons.id })
    .from(lessons)
    .where(eq(lessons.moduleId, moduleId))
    .orderBy(asc(lessons.position), asc(lessons.id))
    .all()
  const ids = siblings.map((row) => row.id)
  for (const [index, id] of placeAfter(ids, lessonId, afterId).entries())
    if (tx.local.find(lessons, id)?.position !== index + 1)
      tx.local.update(lessons, id, { position: index + 1 })
}
