import { LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import { AppError } from '../../src/shared/errors/app-error.ts'

/** Splits a Markdown file into what its front matter says (an empty object without one) and its body. */
export function readFrontMatter<T>(
  path: string,
  text: string,
  schema: z.ZodType<T>,
): { data: T; body: string } {
  if (!/^---[ \t]*\n/.test(text)) return { data: check(path, {}, schema), body: text }
  const end = /\n(?:---|\.\.\.)[ \t]*(?:\n|$)/.exec(text.slice(3))
  if (!end)
    throw new AppError('bad-input', `${path}, line 1: the front matter is never closed with a line of ---.`)
  const yaml = text.slice(text.indexOf('\n') + 1, 3 + end.index + 1)
  return { data: readYaml(path, yaml, schema, 1), body: text.slice(3 + end.index + end[0].length) }
}

/**
 * YAML checked against a schema; an empty file is an empty object.
 * @param linesBefore lines of the file above the YAML, so that errors name the line people see.
 * @throws AppError `bad-input` naming file, line and what is wrong.
 */
export function readYaml<T>(path: string, yaml: string, schema: z.ZodType<T>, linesBefore = 0): T {
  const lineCounter = new LineCounter()
  const document = parseDocument(yaml, { lineCounter, prettyErrors: false })
  const problem = document.errors[0]
  if (problem) {
    const line = lineCounter.linePos(problem.pos[0]).line + linesBefore
    throw new AppError('bad-input', `${path}, line ${line}: this YAML does not parse (${problem.message}).`, {
      details: { file: path, line },
    })
  }
  let data: unknown
  try {
    data = document.toJS({ maxAliasCount: 100 })
  } catch (cause) {
    throw new AppError('bad-input', `${path}: this YAML does not parse.`, { cause })
  }
  return check(path, data ?? {}, schema)
}

function check<T>(path: string, data: unknown, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(data)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const field = issue?.path.join('.')
  throw new AppError(
    'bad-input',
    `${path}: ${field ? `“${field}” ` : ''}is not right: ${issue?.message ?? 'unknown form'}.`,
    { details: { file: path, field } },
  )
}
