import { bootstrap } from './bootstrap.mjs'

await bootstrap('tests/sync/soak/main.ts')
