import { z } from 'zod'

/** What the main process tells the engine process. Each `open` and `page` carries its ports beside it. */
export const engineMessage = z.discriminatedUnion('kind', [
  /** Ports: host, control. */
  z.object({ kind: z.literal('open'), home: z.string(), gatewayUrl: z.string().optional() }),
  /** Port: one page. */
  z.object({ kind: z.literal('page') }),
  z.object({ kind: z.literal('close') }),
])
export type EngineMessage = z.infer<typeof engineMessage>

/** What the engine process tells the main process. */
export const engineReport = z.object({ kind: z.literal('ready') })
export type EngineReport = z.infer<typeof engineReport>
