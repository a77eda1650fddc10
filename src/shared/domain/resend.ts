import { z } from 'zod'
import { bringForward } from '../contract/contract-versions.ts'
import { isMutationName, type Mutation, mutationArgs } from '../contract/mutations.ts'
import { courseFields, lessonFields } from '../contract/studio-mutations.ts'
import type { ConflictField } from './conflict-edit.ts'

/** One refused mutation, as its rejection tells it. */
export interface RefusedMutation {
  name: string
  args: unknown
  code: string
}

/** What the device knows of the rows that refused mutations are about. */
export interface ResendFacts {
  /** Text of a note that is here. */
  noteContent(noteId: string): string | undefined
  /** Lesson of a note that is no longer here, where the device still knows it. */
  lessonOfNote(noteId: string): string | undefined
  /** Text of a field of a course or lesson that is here. */
  draftText(of: ConflictField): string | undefined
  /** Present text of the field a conflict is about, where its row is here. */
  conflictText(conflictId: string): string | undefined
  attempt(attemptId: string): 'open' | 'handed in' | undefined
  /** Whether the answer to a question is a text people write. */
  isWritten(questionId: string): boolean
}

const refusedPayload = z.object({ args: z.unknown(), contractVersion: z.number().optional() })

/** What was refused, as this version says it. `payload` as the centre kept it, perhaps of an older app. */
export function readRefused(row: { mutation: string; code: string; payload: unknown }): RefusedMutation {
  const payload = refusedPayload.safeParse(row.payload).data
  const kept = { name: row.mutation, args: payload?.args }
  try {
    return { ...bringForward(kept, payload?.contractVersion ?? 1), code: row.code }
  } catch {
    return { ...kept, code: row.code } // it cannot be said any more, but it can be read, saved and discarded
  }
}

export interface ResendPlan {
  /** The text a person may change before it is sent again; null where there is none. */
  text: string | null
  /** What is to be done, with `text` in place of the refused one. Ids come from `newId`. */
  mutations(text: string | null, newId: () => string): Mutation[]
}

/**
 * How to do again what was refused: the same intent as new mutations, under new ids where an id was taken. All refused
 * mutations of one thing (a note, an attempt) in their order. Null: it cannot be done again from here, only kept or discarded.
 */
export function planResend(refused: readonly RefusedMutation[], facts: ResendFacts): ResendPlan | null {
  const parsed = refused.map(parse)
  const mutations = parsed.filter((mutation) => mutation !== null)
  const last = mutations.at(-1)
  if (!last || mutations.length < parsed.length) return null
  const taken = refused.some((refusal) => refusal.code === 'already-exists')
  switch (last.name) {
    case 'notes.create':
    case 'notes.edit':
      return planNote(mutations, last.args.noteId, last.args.content, taken, facts)
    case 'quiz.start':
    case 'quiz.answer':
    case 'quiz.submit':
      return planAttempt(mutations, last.args.attemptId, taken, refused, facts)
    case 'conflicts.resolve': {
      const isHere = facts.conflictText(last.args.conflictId) !== undefined
      if (!isHere || last.args.content === null) return null
      return {
        text: last.args.content,
        mutations: (text) => [
          {
            name: last.name,
            args: { ...last.args, content: text ?? last.args.content },
          },
        ],
      }
    }
    case 'reviews.write':
      return withText(last.args.comment, (comment, newId) => {
        const reviewId = taken ? newId() : last.args.reviewId
        return [{ name: last.name, args: { ...last.args, comment, reviewId } }]
      })
    case 'studio.editCourse': {
      const { courseId, field, value } = last.args
      const of = { table: 'courses', rowId: courseId, field: courseFields[field].column }
      if (facts.draftText(of) === undefined) return null
      return withText(value, (text) => [{ name: last.name, args: { ...last.args, value: text } }])
    }
    case 'studio.editLesson': {
      const { lessonId, field, value } = last.args
      const of = { table: 'lessons', rowId: lessonId, field: lessonFields[field].column }
      if (facts.draftText(of) === undefined) return null
      return withText(value, (text) => [{ name: last.name, args: { ...last.args, value: text } }])
    }
    case 'studio.createModule':
      return withText(last.args.title, (title, newId) => {
        const moduleId = taken ? newId() : last.args.moduleId
        return [{ name: last.name, args: { ...last.args, title, moduleId } }]
      })
    case 'studio.createLesson':
      return withText(last.args.title, (title, newId) => {
        const lessonId = taken ? newId() : last.args.lessonId
        return [{ name: last.name, args: { ...last.args, title, lessonId } }]
      })
    case 'enrollment.enroll':
      return asIs((newId) => [{ name: last.name, args: { ...last.args, enrollmentId: newId() } }])
    case 'progress.record':
      return asIs((newId) => [{ name: last.name, args: { ...last.args, progressId: newId() } }])
    case 'progress.complete':
      return asIs((newId) => [{ name: last.name, args: { ...last.args, progressId: newId() } }])
    default:
      return asIs(() => mutations)
  }
}

function planNote(
  mutations: readonly Mutation[],
  noteId: string,
  written: string,
  taken: boolean,
  facts: ResendFacts,
): ResendPlan | null {
  if (facts.noteContent(noteId) !== undefined) {
    // From where the refused writing began, not from what the note says by now: that may hold what they have not seen.
    const edited = mutations.find((mutation) => mutation.name === 'notes.edit')
    const baseContent = edited?.args.baseContent ?? ''
    return {
      text: written,
      mutations: (text) => [{ name: 'notes.edit', args: { noteId, baseContent, content: text ?? written } }],
    }
  }
  const made = mutations.find((mutation) => mutation.name === 'notes.create')
  const lessonId = made?.args.lessonId ?? facts.lessonOfNote(noteId)
  if (lessonId === undefined) return null
  return {
    text: written,
    mutations: (text, newId) => [
      {
        name: 'notes.create',
        args: {
          noteId: made && !taken ? noteId : newId(),
          lessonId,
          content: text ?? written,
          videoSecond: made?.args.videoSecond ?? null,
        },
      },
    ],
  }
}

function planAttempt(
  mutations: readonly Mutation[],
  attemptId: string,
  taken: boolean,
  refused: readonly RefusedMutation[],
  facts: ResendFacts,
): ResendPlan | null {
  const startsAnew = mutations[0]?.name === 'quiz.start'
  const state = facts.attempt(attemptId)
  // The centre took the attempt in: what comes after that it refuses however often it is sent.
  if (refused.some((refusal) => refusal.code === 'limit-reached') && state !== 'open') return null
  if (!startsAnew && state === undefined) return null
  const only = mutations.length === 1 ? mutations[0] : undefined
  const text =
    only?.name === 'quiz.answer' && facts.isWritten(only.args.questionId) ? only.args.selectedAnswer : null
  return {
    text,
    mutations: (edited, newId) => {
      const id = taken && startsAnew ? newId() : attemptId
      return mutations.map((mutation): Mutation => {
        if (mutation.name === 'quiz.start')
          return { name: mutation.name, args: { ...mutation.args, attemptId: id } }
        if (mutation.name === 'quiz.submit')
          return { name: mutation.name, args: { ...mutation.args, attemptId: id } }
        if (mutation.name !== 'quiz.answer') return mutation
        const selectedAnswer = text === null ? mutation.args.selectedAnswer : (edited ?? text)
        const answerId = taken ? newId() : mutation.args.answerId
        return { name: mutation.name, args: { ...mutation.args, attemptId: id, answerId, selectedAnswer } }
      })
    },
  }
}

/** An edit goes on from where it began, so that it merges with what came meanwhile. */
function withText(written: string, mutations: (text: string, newId: () => string) => Mutation[]): ResendPlan {
  return { text: written, mutations: (text, newId) => mutations(text ?? written, newId) }
}

function asIs(mutations: (newId: () => string) => readonly Mutation[]): ResendPlan {
  return { text: null, mutations: (_text, newId) => [...mutations(newId)] }
}

function parse({ name, args }: RefusedMutation): Mutation | null {
  if (!isMutationName(name)) return null
  const parsed = mutationArgs[name].safeParse(args)
  return parsed.success ? ({ name, args: parsed.data } as Mutation) : null
}
