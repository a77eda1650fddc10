import { z } from 'zod'

/** What a test may ask of the app under the stand-in, and what it hears back. */
export const command = z.discriminatedUnion('do', [
  z.object({ do: z.literal('fetch'), url: z.string(), headers: z.record(z.string(), z.string()).optional() }),
  z.object({ do: z.literal('navigate'), url: z.string() }),
  z.object({ do: z.literal('open-window'), url: z.string() }),
  z.object({ do: z.literal('ask-permission'), permission: z.string() }),
  z.object({ do: z.literal('reload') }),
  z.object({ do: z.literal('second-instance') }),
  z.object({ do: z.literal('session') }),
  z.object({ do: z.literal('window') }),
  z.object({ do: z.literal('opened-outside') }),
  z.object({ do: z.literal('quit') }),
])
export type Command = z.infer<typeof command>

export const request = z.object({ id: z.number(), command })
export const reply = z.object({
  id: z.number(),
  result: z.unknown().optional(),
  error: z.string().optional(),
})
