import { parseSync } from 'vite'

/** Attributes of JSX whose text a person sees or hears. */
const spokenAttributes = new Set([
  'aria-label',
  'aria-description',
  'aria-placeholder',
  'aria-roledescription',
  'aria-valuetext',
  'alt',
  'title',
  'label',
  'description',
  'placeholder',
  'message',
  'emptyMessage',
  'nothingFoundMessage',
  'words',
  'lead',
  'heading',
])

/** Properties of plain objects whose text a person sees or hears, as in `{ label: 'Notes' }`. */
const spokenProperties = new Set(['aria-label', 'title', 'label', 'description', 'placeholder', 'message'])

export interface Words {
  path: string
  line: number
  words: string
}

/**
 * What stands in a file as text for people instead of in the catalogues: text between tags, literals where one is
 * spoken, and any literal that reads like a sentence.
 */
export function wordsInCode(path: string, text: string): Words[] {
  const { program, errors } = parseSync(path, text)
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`)
  const found = new Map<number, Words>()
  const forgiven = new Set<number>()
  const keep = (node: Node, words: string) => {
    if (!/\p{L}/u.test(words.replace(/&\w+;|BrainiX/g, '')) || isKey(words)) return
    found.set(node.start, { path, line: text.slice(0, node.start).split('\n').length, words: words.trim() })
  }
  visit(program, (node) => {
    if (node.type === 'JSXText') keep(node, String(node.value))
    if (node.type === 'JSXElement' || node.type === 'JSXFragment')
      for (const child of listOf(node.children))
        if (child.type === 'JSXExpressionContainer') spoken(child, keep)
    if (node.type === 'JSXAttribute' && spokenAttributes.has(nameOf(node.name)) && isNode(node.value))
      spoken(node.value, keep)
    if (node.type === 'Property' && spokenProperties.has(nameOf(node.key)) && isNode(node.value))
      spoken(node.value, keep)
    const literal = literalText(node)
    if (literal !== null && /^[\s(·…,]*\p{Lu}\p{Ll}*\s+(?:\S+\s+)*\p{Ll}+/u.test(literal)) keep(node, literal)
    // An error of a program's own is for its programmers; an AppError is shown.
    if (node.type === 'NewExpression' && /^(?:Type|Range)?Error$/.test(nameOf(node.callee)))
      visit(node.arguments, ({ start }) => forgiven.add(start))
  })
  return [...found].filter(([start]) => !forgiven.has(start)).map(([, words]) => words)
}

/** Every text literal of a file, templates with `*` for what is filled in. */
export function literalsOf(path: string, text: string): string[] {
  const found: string[] = []
  visit(parseSync(path, text).program, (node) => {
    if (node.type === 'Literal' && typeof node.value === 'string') found.push(node.value)
    if (node.type === 'TemplateLiteral') found.push(templateText(node).join('*'))
  })
  return found
}

/** The sentences a file throws as errors that are shown to people, with `*` for what is filled in. */
export function sentencesThrown(path: string, text: string): string[] {
  const found: string[] = []
  visit(parseSync(path, text).program, (node) => {
    if (node.type !== 'NewExpression' || nameOf(node.callee) !== 'AppError') return
    const message = listOf(node.arguments)[1]
    const each =
      message?.type === 'ConditionalExpression' ? [message.consequent, message.alternate] : [message]
    for (const sentence of each)
      if (isNode(sentence)) {
        if (sentence.type === 'Literal' && typeof sentence.value === 'string') found.push(sentence.value)
        if (sentence.type === 'TemplateLiteral') found.push(templateText(sentence).join('*'))
      }
  })
  return found
}

interface Node {
  type: string
  start: number
  [field: string]: unknown
}

/** The literals an expression may come to: itself, either side of a choice, a template's fixed parts. */
function spoken(node: Node, keep: (node: Node, words: string) => void): void {
  const literal = literalText(node)
  if (literal !== null) {
    keep(node, literal)
    return
  }
  const parts =
    node.type === 'ConditionalExpression'
      ? [node.consequent, node.alternate]
      : node.type === 'LogicalExpression' || (node.type === 'BinaryExpression' && node.operator === '+')
        ? [node.left, node.right]
        : [node.expression]
  for (const part of parts) if (isNode(part)) spoken(part, keep)
}

/** `places.title`, `common:action.close`: the name of a text, to be looked up. */
function isKey(words: string): boolean {
  return /^(?:\w+:)?\w+(?:\.\w+)+$/.test(words)
}

function literalText(node: Node): string | null {
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value
  return node.type === 'TemplateLiteral' ? templateText(node).join(' … ') : null
}

function templateText(node: Node): string[] {
  return listOf(node.quasis).map(({ value }) =>
    isRecord(value) && typeof value.cooked === 'string' ? value.cooked : '',
  )
}

function listOf(value: unknown): Node[] {
  return Array.isArray(value) ? value.filter(isNode) : []
}

function nameOf(node: unknown): string {
  if (!isNode(node)) return ''
  if (typeof node.name === 'string') return node.name
  return typeof node.value === 'string' ? node.value : ''
}

function visit(node: unknown, see: (node: Node) => void): void {
  if (Array.isArray(node)) {
    for (const part of node) visit(part, see)
    return
  }
  if (!isRecord(node)) return
  if (isNode(node)) see(node)
  for (const value of Object.values(node)) if (typeof value === 'object') visit(value, see)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function isNode(value: unknown): value is Node {
  return isRecord(value) && typeof value.type === 'string' && typeof value.start === 'number'
}
