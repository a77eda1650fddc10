import { once } from 'node:events'
import { z } from 'zod'

const envelope = z.object({ input: z.unknown() })

/** The input this process was started with. */
export async function receiveInput<T extends z.ZodType>(schema: T): Promise<z.infer<T>> {
  const [message] = await once(process, 'message')
  return schema.parse(envelope.parse(message).input)
}

/** Sends something to whoever started this process. */
export function answer(message: unknown): void {
  process.send?.(message)
}

/** Resolves when whoever started this process has no more use for it, or is gone. */
export async function dismissed(): Promise<void> {
  if (process.connected) await once(process, 'disconnect')
}

/** Highest memory this process ever had in physical memory, code and libraries included. */
export function peakMemoryMb(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024)
}
