/** A node of Postgres' syntax tree as libpg-query gives it: one key that is the type, its value the fields. */
export interface SyntaxNode {
  type: string
  fields: Record<string, unknown>
}

/** Reads `{"Type": {…}}`; a record without such a wrapping (the root) becomes a node of type ''. */
export function unwrap(value: unknown): SyntaxNode {
  if (isNode(value)) return value
  if (!isRecord(value)) return { type: '', fields: {} }
  const keys = Object.keys(value)
  const [type] = keys
  if (keys.length === 1 && type !== undefined && /^[A-Z]/.test(type)) {
    const fields = value[type]
    return { type, fields: isRecord(fields) ? fields : {} }
  }
  return { type: '', fields: value }
}

/** A field's raw value. */
export function child(node: SyntaxNode, key: string): unknown {
  return node.fields[key]
}

/** A field that is a list of nodes. */
export function children(node: SyntaxNode, key: string): SyntaxNode[] {
  const list = node.fields[key]
  return Array.isArray(list) ? list.map(unwrap) : []
}

/** A field that is text; '' when it is missing. */
export function text(node: SyntaxNode, key: string): string {
  const value = node.fields[key]
  return typeof value === 'string' ? value : ''
}

/** Where the node begins in the parsed text, in bytes; the grammar leaves out zero. */
export function location(fields: Record<string, unknown> | undefined, key = 'location'): number {
  const value = fields?.[key]
  return typeof value === 'number' ? value : 0
}

/** The fields of a node that comes without its type around it. */
export function fieldsOf(value: unknown): Record<string, unknown> {
  return unwrap({ Fields: value }).fields
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isNode(value: unknown): value is SyntaxNode {
  return isRecord(value) && typeof value.type === 'string' && isRecord(value.fields)
}
