import { performance } from 'node:perf_hooks'
import { z } from 'zod'
import { openAskedEngine } from '../harness/asked-engine.ts'
import { answer, dismissed, receiveInput } from '../harness/child-side.ts'
import { deviceInput } from '../harness/device.ts'

const { device } = await receiveInput(z.object({ device: deviceInput }))

const startedMs = performance.now()
const { client, close } = openAskedEngine(device)
const dashboard = await client.library.dashboard()
const milliseconds = performance.now() - startedMs
if (dashboard.enrollments[0]?.totalLessons !== 100_000)
  throw new Error('the dashboard does not show the course')
answer({ milliseconds })
await close()
await dismissed()
