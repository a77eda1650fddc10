import { openEngine } from '../src/engine/engine.ts'
import { serveEngine } from './serve-engine.ts'

const [home, gatewayUrl] = process.argv.slice(2)
if (!home) throw new Error('The engine needs to be told its data folder.')
await serveEngine(openEngine, { home, gatewayUrl })
