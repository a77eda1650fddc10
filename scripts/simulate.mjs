import { bootstrap } from './bootstrap.mjs'

await bootstrap('tests/sync/simulator/main.ts')
