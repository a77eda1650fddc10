import { bootstrap } from './bootstrap.mjs'

await bootstrap('scripts/import.ts')
