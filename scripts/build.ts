import { buildApp } from './app-build.ts'

await buildApp({ quiet: false })
