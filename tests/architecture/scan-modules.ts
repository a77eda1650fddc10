import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix, relative, sep } from 'node:path'
import { parseSync } from 'vite'

export interface ModuleImport {
  /** Path below the root with `/`, for a relative import; the package name (or `node:x`) for any other. */
  target: string
  kind: 'file' | 'package'
}

export interface SourceModule {
  /** Path below the root, with `/`. */
  path: string
  imports: ModuleImport[]
  /** Nothing but re-exports of other modules. */
  isBarrel: boolean
}

const sourceFile = /\.(?:ts|tsx|mts|mjs|js)$/
const notSource = new Set(['node_modules', 'out', '.cache', '.git', 'shots', 'test-results'])

/** Every module below the given folders with all it imports: types, dynamic imports and re-exports too. */
export function scanModules(root: string, folders: string[]): SourceModule[] {
  return folders.flatMap((folder) => sourcePaths(root, folder)).map((path) => scanModule(root, path))
}

export function scanModule(root: string, path: string): SourceModule {
  const text = readFileSync(join(root, path), 'utf8')
  const { program, errors } = parseSync(path, text)
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`)
  const specifiers = importedNames(program)
  const reExports = program.body.filter(
    (statement) =>
      statement.type === 'ExportAllDeclaration' ||
      (statement.type === 'ExportNamedDeclaration' && statement.source !== null),
  )
  return {
    path,
    imports: specifiers.map((specifier) => resolveImport(path, specifier)),
    isBarrel: program.body.length > 0 && reExports.length === program.body.length,
  }
}

/** Where each kind of import keeps the name of what it imports. */
const nameField: Record<string, string> = {
  ImportDeclaration: 'source',
  ExportNamedDeclaration: 'source',
  ExportAllDeclaration: 'source',
  ImportExpression: 'source',
  TSImportType: 'source',
  TSExternalModuleReference: 'expression',
}

function importedNames(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(importedNames)
  if (!isRecord(node)) return []
  const inside = Object.values(node).flatMap(importedNames)
  const field = typeof node.type === 'string' ? nameField[node.type] : undefined
  let name = field === undefined ? undefined : node[field]
  if (node.type === 'CallExpression' && isRecord(node.callee) && node.callee.name === 'require')
    name = Array.isArray(node.arguments) ? node.arguments[0] : undefined
  return isRecord(name) && typeof name.value === 'string' ? [name.value, ...inside] : inside
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function resolveImport(from: string, specifier: string): ModuleImport {
  if (specifier.startsWith('.'))
    return { kind: 'file', target: posix.join(dirname(from), specifier.replace(/\?.*$/, '')) }
  if (specifier.startsWith('node:')) return { kind: 'package', target: specifier }
  const parts = specifier.split('/')
  return { kind: 'package', target: parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/') }
}

function sourcePaths(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && sourceFile.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !path.split('/').some((part) => notSource.has(part)))
}
