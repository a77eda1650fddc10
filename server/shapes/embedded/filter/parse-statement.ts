import { setFlagsFromString } from 'node:v8'
import { loadModule, parseSync, SqlError } from 'libpg-query'
import { FilterError, PARSE_PREFIX } from './filter-error.ts'
import { child, children, location, type SyntaxNode, unwrap } from './syntax-node.ts'

/** Makes `parseStatement` ready; needed once, harmless again. */
export function loadParser(): Promise<void> {
  // Postgres' grammar is one huge function. Optimising it takes half a gigabyte and a second of a core, to gain a few
  // microseconds on the rare request with a filter nobody has used before.
  setFlagsFromString('--no-wasm-dynamic-tiering')
  setFlagsFromString('--no-wasm-tier-up')
  return loadModule()
}

/** The syntax tree of a condition. @throws FilterError when it is not exactly one */
export function parseStatement(where: string): SyntaxNode {
  const sql = PARSE_PREFIX + where
  let parsed: unknown
  try {
    parsed = parseSync(sql)
  } catch (error) {
    if (!(error instanceof SqlError)) throw error
    throw new FilterError(error.sqlDetails?.cursorPosition ?? PARSE_PREFIX.length, error.message)
  }
  const statements = children(unwrap(parsed), 'stmts')
  const only = statements[0]
  if (!only || statements.length > 1)
    throw new FilterError(location(statements[1]?.fields, 'stmt_location'), 'unexpected second statement')
  const select = unwrap(child(only, 'stmt'))
  const allowed = ['targetList', 'whereClause', 'limitOption', 'op']
  const extra = Object.keys(select.fields).find((key) => !allowed.includes(key))
  const whereClause = child(select, 'whereClause')
  if (extra || !whereClause)
    throw new FilterError(PARSE_PREFIX.length, 'unexpected clause after the condition')
  return unwrap(whereClause)
}
